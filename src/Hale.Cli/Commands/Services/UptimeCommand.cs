using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Commands.Services;

internal sealed class UptimeCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _window;

    public UptimeCommand(Terminal terminal)
        : base(terminal, "uptime", "Show how long a service was in which status", "hale services uptime shop-api --window 7d")
    {
        _id = Needs("ID", "The service's id");
        _window = Takes("--window", "DURATION", "How far back [default: 24h]");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var uptime = await hub.UptimeAsync(given.GetRequiredValue(_id), given.GetValue(_window), cancel);
        Output.Write(given, uptime, WireJson.Default.UptimeView, screen => screen.Pairs(
            ("window", uptime.Window),
            ("uptime", uptime.UptimePercent is null ? "nothing is known of this window" : Screen.Percent(uptime.UptimePercent)),
            ("up", Span(uptime.UpSeconds)), ("degraded", Span(uptime.DegradedSeconds)), ("down", Span(uptime.DownSeconds)),
            ("unknown", Span(uptime.UnknownSeconds)), ("paused", Span(uptime.PausedSeconds)), ("maintenance", Span(uptime.MaintenanceSeconds))));
        return Exit.Ok;
    }

    private static string? Span(double seconds) => seconds > 0 ? Durations.Format(TimeSpan.FromSeconds(Math.Round(seconds))) : null;
}
