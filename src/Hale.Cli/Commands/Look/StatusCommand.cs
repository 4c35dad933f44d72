using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Look;

internal sealed class StatusCommand : HubVerb
{
    public StatusCommand(Terminal terminal) : base(terminal, "status", "Say how everything is, in a sentence and with what is down", "hale status", "hale status --output json")
    {
        Note = "Exit code: 0 healthy, 1 degraded or not known, 2 unhealthy, 5 no hub answers.";
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var view = await Overall.AskAsync(hub, cancel);
        if (Output.ForPeople(given))
            Show(new Screen(Terminal), view);
        else
            Output.Write(given, view.ToJson());
        return view.Health == "unknown" && view.Counts is (0, 0, 0, 0) && view.Targets.Count == 0 ? Exit.Ok : Projects.HealthCommand.Of(view.Health);
    }

    /// <summary>Counts in words: <c>9 up, 1 degraded, 2 down</c>.</summary>
    internal static string Counted(StatusCounts counts)
    {
        (int Count, string Status)[] all = [(counts.Up, "up"), (counts.Degraded, "degraded"), (counts.Down, "down"), (counts.Unknown, "unknown")];
        var text = string.Join(", ", all.Where(each => each.Count > 0).Select(each => $"{each.Count} {Screen.Status(each.Status)}"));
        return text.Length == 0 ? "no services" : text;
    }

    private static void Show(Screen screen, Overall view)
    {
        screen.Line($"{Sentence(view)} {Counted(view.Counts)}.");
        if (view.Sick.Count > 0)
            screen.Table(
                ["id", "status", "since", "message"],
                view.Sick.Select(service => (string[])[
                    Screen.Text(service.Id), Screen.Status(service.Health.Status), Screen.Time(service.Health.Since),
                    Screen.Text(Services.ListCommand.Because(service.Health))]));
        var targets = view.Targets.Where(target => target.Status == "unhealthy").ToList();
        if (targets.Count > 0)
            screen.Table(
                ["target", "health", "message"],
                targets.Select(target => (string[])[
                    Screen.Text($"{target.Project}:{target.Id}"), Screen.Status(target.Health.Status), Screen.Text(target.Health.Message)]));
        foreach (var (name, component) in view.Hub.Components ?? new Dictionary<string, OwnComponentView>())
            if (component.Status != "healthy")
                screen.Line($"The hub's {Screen.Text(name)} is {Screen.Status(component.Status)}: {Screen.Text(component.Message)}");
    }

    private static string Sentence(Overall view) => view.Health switch
    {
        "healthy" => "[green]All is well:[/]",
        "degraded" => "[yellow]Something is degraded:[/]",
        "unhealthy" => "[red]Something is down:[/]",
        _ => "[grey]Nothing is known yet:[/]",
    };
}

/// <summary>Everything that <c>hale status</c> says, gathered from the hub.</summary>
/// <param name="Health">The worst of the projects' and the hub's own.</param>
/// <param name="Sick">Services that are down or degraded, the down ones first.</param>
internal sealed record Overall(
    string Health, StatusCounts Counts, IReadOnlyList<ProjectHealthView> Projects, IReadOnlyList<ServiceView> Sick, IReadOnlyList<TargetView> Targets, OwnHealthView Hub)
{
    private static readonly string[] FromBest = ["unknown", "healthy", "degraded", "unhealthy"];

    public static async Task<Overall> AskAsync(HaleClient hub, CancellationToken cancel)
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
