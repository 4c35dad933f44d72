using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class UptimeCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _window;
    private readonly Option<bool> _byDeployment;

    public UptimeCommand(Terminal terminal)
        : base(terminal, "uptime", "Show how long a project was healthy, degraded and unhealthy", "hale projects uptime shop --window 30d")
    {
        _id = Needs("ID", "The project's id");
        _window = Takes("--window", "DURATION", "How far back [default: 24h]");
        _byDeployment = Switch("--by-deployment", "Tell the project's targets beside, each by itself");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var (id, window) = (given.GetRequiredValue(_id), given.GetValue(_window));
        var uptime = given.GetValue(_byDeployment) ? await hub.ProjectUptimeByDeploymentAsync(id, window, cancel) : await hub.ProjectUptimeAsync(id, window, cancel);
        Output.Write(given, uptime, WireJson.Default.UptimeView, screen =>
        {
            Services.UptimeCommand.Show(screen, uptime);
            if (uptime.Deployments is { } deployments)
                screen.Table(
                    ["deployment", "uptime", "down", "maintenance"],
                    deployments.Select(part => (string[])[
                        Screen.Text(part.Key), Screen.Percent(part.UptimePercent), Services.UptimeCommand.Span(part.DownSeconds) ?? "",
                        Services.UptimeCommand.Span(part.MaintenanceSeconds) ?? ""]));
        });
        return Exit.Ok;
    }
}
