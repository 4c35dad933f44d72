using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Targets;

internal sealed class UptimeCommand : HubVerb
{
    private readonly Argument<string> _project;
    private readonly Argument<string> _target;
    private readonly Option<string?> _window;

    public UptimeCommand(Terminal terminal)
        : base(terminal, "uptime", "Show how long a target was in which status", "hale targets uptime shop production --window 30d")
    {
        _project = Needs("PROJECT", "The project's id");
        _target = Needs("TARGET", "The target's id");
        _window = Takes("--window", "DURATION", "How far back [default: 24h]");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var uptime = await hub.TargetUptimeAsync(given.GetRequiredValue(_project), given.GetRequiredValue(_target), given.GetValue(_window), cancel);
        Output.Write(given, uptime, WireJson.Default.UptimeView, screen => Services.UptimeCommand.Show(screen, uptime));
        return Exit.Ok;
    }
}
