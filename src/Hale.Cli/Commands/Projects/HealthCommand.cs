using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class HealthCommand : HubVerb
{
    private readonly Argument<string> _id;

    public HealthCommand(Terminal terminal) : base(terminal, "health", "Show a project's health and its services", "hale projects health shop")
    {
        Note = "Exit code: 0 healthy, 1 degraded or unknown, 2 unhealthy.";
        _id = Needs("ID", "The project's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var project = await hub.ProjectHealthAsync(given.GetRequiredValue(_id), cancel);
        Output.Write(given, project, WireJson.Default.ProjectHealthView, screen =>
        {
            screen.Line($"{Screen.Text(project.Name)} is {Screen.Status(project.Health)}: {Look.StatusCommand.Counted(project.Summary)}");
            screen.Table(
                ["id", "status", "latency", "cause"],
                project.Services.Select(service => (string[])[
                    Screen.Text(service.Id), Screen.Status(service.Status), Screen.Milliseconds(service.LatencyMs), Screen.Text(service.Cause)]));
        });
        return Of(project.Health);
    }

    /// <summary>The exit code that says a health.</summary>
    internal static int Of(string health) => health switch
    {
        "healthy" => Exit.Ok,
        "unhealthy" => Exit.Down,
        _ => Exit.Degraded,
    };
}
