using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Maintenance;

internal sealed class GetCommand : HubVerb
{
    private readonly Argument<string> _id;

    public GetCommand(Terminal terminal) : base(terminal, "get", "Show one window of maintenance", "hale maintenance get database-move")
    {
        _id = Needs("ID", "The window's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        Show(Output, given, await hub.MaintenanceWindowAsync(given.GetRequiredValue(_id), cancel));
        return Exit.Ok;
    }

    internal static void Show(OutputPart output, ParseResult given, MaintenanceView window) =>
        output.Write(given, window, WireJson.Default.MaintenanceView, screen => screen.Pairs(
            ("id", Screen.Text(window.Id)),
            ("title", Screen.Text(window.Title)),
            ("of", Screen.Text(Of(window))),
            ("state", Screen.Text(window.State)),
            (window.State == "active" ? "since" : "next", Screen.Time(window.NextFrom)),
            ("until", Screen.Time(window.NextTo)),
            ("comes round", Screen.Text(window.Cron is null ? null : $"{window.Cron} ({window.TimeZone}) for {window.Duration}")),
            ("from", Screen.Time(window.From)),
            ("to", Screen.Time(window.To))));

    /// <summary>What a window is of, in one line.</summary>
    internal static string Of(MaintenanceView window)
    {
        string[] all =
        [
            .. (window.Projects ?? []).Select(project => $"project {project}"), .. window.Services ?? [],
            .. window.Labels is { } labels ? [string.Join(" and ", labels.Select(label => $"{label.Key}={label.Value}"))] : (string[])[],
        ];
        return all.Length == 0 ? "everything" : string.Join(", ", all);
    }
}
