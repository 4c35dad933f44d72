using System.CommandLine;
using System.Globalization;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Targets;

internal sealed class GetCommand : HubVerb
{
    private readonly Argument<string> _project;
    private readonly Argument<string> _target;

    public GetCommand(Terminal terminal) : base(terminal, "get", "Show one target", "hale targets get shop production")
    {
        _project = Needs("PROJECT", "The project's id");
        _target = Needs("TARGET", "The target's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        Show(Output, given, await hub.TargetAsync(given.GetRequiredValue(_project), given.GetRequiredValue(_target), cancel));
        return Exit.Ok;
    }

    internal static void Show(OutputPart output, ParseResult given, TargetView target) =>
        output.Write(given, target, WireJson.Default.TargetView, screen => screen.Pairs(
            ("target", Screen.Text($"{target.Project}:{target.Id}")),
            ("url", Screen.Text(target.Url)),
            ("status", Screen.Status(target.Status)),
            ("health", Screen.Status(target.Health.Status)),
            ("message", Screen.Text(target.Health.Message)),
            ("response", Screen.Milliseconds(target.Health.ResponseTimeMs)),
            ("uptime", target.Health.UptimeSeconds?.ToString("0 's'", CultureInfo.InvariantCulture)),
            ("last check", Screen.Time(target.Health.LastCheckAt)),
            ("rhythm", $"every {target.Interval}, timeout {target.Timeout}, degraded above {target.DegradedAbove}"),
            ("declared by", Screen.Text(target.ManagedBy))));
}
