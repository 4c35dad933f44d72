using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Client;

namespace Hale.Cli.Commands.Look;

/// <summary>Everything that <c>hale status</c> says, gathered from the hub.</summary>
/// <param name="Health">The worst of the projects' and the hub's own.</param>
/// <param name="Sick">Services that are down or degraded, the down ones first.</param>
internal sealed record Survey(
    string Health, StatusCounts Counts, IReadOnlyList<ProjectHealthView> Projects, IReadOnlyList<ServiceView> Sick, IReadOnlyList<TargetView> Targets,
    OwnHealthView Hub)
{
    private static readonly string[] FromBest = ["unknown", "healthy", "degraded", "unhealthy"];

    public static async Task<Survey> AskAsync(HaleClient hub, CancellationToken cancel)
    {
        var own = await hub.OwnHealthAsync(cancel: cancel);
        var projects = new List<ProjectHealthView>();
        var targets = new List<TargetView>();
        await foreach (var project in hub.ProjectsAsync(cancel))
        {
            projects.Add(await hub.ProjectHealthAsync(project.Id, cancel));
            if (project.Targets.Count > 0)
                await foreach (var target in hub.TargetsAsync(project.Id, cancel))
                    targets.Add(target);
        }

        var sick = new List<ServiceView>();
        foreach (var status in (string[])["down", "degraded"])
            await foreach (var service in hub.ServicesAsync(new() { Status = status }, cancel))
                sick.Add(service);
        var counts = new StatusCounts(
            projects.Sum(each => each.Summary.Up), projects.Sum(each => each.Summary.Degraded), projects.Sum(each => each.Summary.Down),
            projects.Sum(each => each.Summary.Unknown));
        var worst = projects.Select(each => each.Health).Append(own.Status == "healthy" ? "unknown" : own.Status).MaxBy(each => Array.IndexOf(FromBest, each))!;
        return new(worst, counts, projects, sick, targets, own);
    }

    /// <summary>The same as data; the parts are the API's.</summary>
    public JsonObject ToJson() => new()
    {
        ["health"] = Health,
        ["summary"] = JsonSerializer.SerializeToNode(Counts, WireJson.Default.StatusCounts),
        ["projects"] = new JsonArray([.. Projects.Select(each => JsonSerializer.SerializeToNode(each, WireJson.Default.ProjectHealthView))]),
        ["services"] = new JsonArray([.. Sick.Select(each => JsonSerializer.SerializeToNode(each, WireJson.Default.ServiceView))]),
        ["targets"] = new JsonArray([.. Targets.Select(each => JsonSerializer.SerializeToNode(each, WireJson.Default.TargetView))]),
        ["hub"] = JsonSerializer.SerializeToNode(Hub, WireJson.Default.OwnHealthView),
    };
}
