using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class HealthCommand : HubVerb
{
    private readonly Argument<string> _id;

    public HealthCommand(Terminal terminal) : base(terminal, "health", "Show a project's health, its services and its targets", "hale projects health shop")
    {
        Note = "Exit code: 0 healthy, 1 degraded or unknown, 2 unhealthy.";
        _id = Needs("ID", "The project's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        var project = await hub.ProjectHealthAsync(id, cancel);
        // The API's answer counts services only; a person wants to see whatever makes a project unhealthy.
        var targets = Output.ForPeople(given) ? (await AllAsync(hub.TargetsAsync(id, cancel), null, cancel)).Items : [];
        Output.Write(given, project, WireJson.Default.ProjectHealthView, screen =>
        {
            var parts = new[] { project.ServiceCount > 0 || targets.Count == 0 ? Look.StatusCommand.Counted(project.Summary) : null, Counted(targets) };
            screen.Line($"{Screen.Text(project.Name)} is {Screen.Status(project.Health)}: {string.Join("; ", parts.OfType<string>())}");
            if (project.Services.Count > 0)
                screen.Table(
                    ["id", "status", "latency", "cause"],
                    project.Services.Select(service => (string[])[
                        Screen.Text(service.Id), Screen.Status(service.Status), Screen.Milliseconds(service.LatencyMs), Screen.Text(service.Cause)]));
            if (targets.Count > 0)
                screen.Table(
                    ["target", "status", "response", "message"],
                    targets.Select(target => (string[])[
                        Screen.Text(target.Id), Screen.Status(target.Status), Screen.Milliseconds(target.Health.ResponseTimeMs), Screen.Text(target.Health.Message)]));
        });
        return Of(project.Health);
    }

    private static string? Counted(IReadOnlyList<TargetView> targets) => targets.Count == 0
        ? null
        : $"{targets.Count} target{(targets.Count == 1 ? "" : "s")}, "
            + $"{string.Join(", ", targets.CountBy(target => target.Status).Select(each => $"{each.Value} {Screen.Status(each.Key)}"))}";

    /// <summary>The exit code that says a health.</summary>
    internal static int Of(string health) => health switch
    {
        "healthy" => Exit.Ok,
        "unhealthy" => Exit.Down,
        _ => Exit.Degraded,
    };
}
