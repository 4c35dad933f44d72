using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class UptimeCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _window;

    public UptimeCommand(Terminal terminal)
        : base(terminal, "uptime", "Show how long a project was healthy, degraded and unhealthy", "hale projects uptime shop --window 30d")
    {
        _id = Needs("ID", "The project's id");
        _window = Takes("--window", "DURATION", "How far back [default: 24h]");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var uptime = await hub.ProjectUptimeAsync(given.GetRequiredValue(_id), given.GetValue(_window), cancel);
        Output.Write(given, uptime, WireJson.Default.UptimeView, screen => Services.UptimeCommand.Show(screen, uptime));
        return Exit.Ok;
    }
}
