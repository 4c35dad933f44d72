using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Look;

internal sealed class StatusCommand : HubVerb
{
    public StatusCommand(Terminal terminal)
        : base(terminal, "status", "Say how everything is, in a sentence and with what is down", "hale status", "hale status --output json")
    {
        Note = "Exit code: 0 healthy, 1 degraded or not known, 2 unhealthy, 5 no hub answers.";
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var view = await Survey.AskAsync(hub, cancel);
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

    private static void Show(Screen screen, Survey view)
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

    private static string Sentence(Survey view) => view.Health switch
    {
        "healthy" => "[green]All is well:[/]",
        "degraded" => "[yellow]Something is degraded:[/]",
        "unhealthy" => "[red]Something is down:[/]",
        _ => "[grey]Nothing is known yet:[/]",
    };
}
