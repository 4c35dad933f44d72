using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Commands.Services;

internal sealed class UptimeCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _window;
    private readonly Option<bool> _byVersion;

    public UptimeCommand(Terminal terminal)
        : base(terminal, "uptime", "Show how long a service was in which status", "hale services uptime shop-api --window 7d")
    {
        _id = Needs("ID", "The service's id");
        _window = Takes("--window", "DURATION", "How far back [default: 24h]");
        _byVersion = Switch("--by-version", "Part it by the versions that the service said to be of");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var (id, window) = (given.GetRequiredValue(_id), given.GetValue(_window));
        var uptime = given.GetValue(_byVersion) ? await hub.UptimeByVersionAsync(id, window, cancel) : await hub.UptimeAsync(id, window, cancel);
        Output.Write(given, uptime, WireJson.Default.UptimeView, screen =>
        {
            Show(screen, uptime);
            if (uptime.Versions is { } versions)
                screen.Table(
                    ["version", "from", "to", "uptime", "down"],
                    versions.Select(part => (string[])[
                        part.Version, Screen.Time(part.From), Screen.Time(part.To), Screen.Percent(part.UptimePercent), Span(part.DownSeconds) ?? ""]));
        });
        return Exit.Ok;
    }

    /// <summary>An uptime as a person reads it.</summary>
    internal static void Show(Screen screen, UptimeView uptime) => screen.Pairs(
        ("window", uptime.Window),
        ("uptime", uptime.UptimePercent is null ? "nothing is known of this window" : Screen.Percent(uptime.UptimePercent)),
        ("up", Span(uptime.UpSeconds)), ("degraded", Span(uptime.DegradedSeconds)), ("down", Span(uptime.DownSeconds)),
        ("of it by a dependency", Span(uptime.CausedSeconds)), ("unknown", Span(uptime.UnknownSeconds)), ("paused", Span(uptime.PausedSeconds)),
        ("maintenance", Span(uptime.MaintenanceSeconds)));

    /// <summary>A time as a person reads it; null for none.</summary>
    internal static string? Span(double seconds) => seconds > 0 ? Durations.Format(TimeSpan.FromSeconds(Math.Round(seconds))) : null;
}
