using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Maintenance;

internal sealed class SetCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly BodyPart _body;
    private readonly Option<string[]> _project;
    private readonly Option<string[]> _service;
    private readonly Option<string[]> _label;
    private readonly (string Field, Option<string?> Given)[] _texts;

    public SetCommand(Terminal terminal)
        : base(
            terminal, "set", "Declare a window of maintenance, or change some of its fields",
            "hale maintenance set database-move --title \"The database is moved\" --project shop --from 2026-11-05T22:00:00Z --to 2026-11-06T01:00:00Z",
            "hale maintenance set nightly --title \"Nightly backup\" --service shop-db --from 2026-11-01T00:00:00Z --cron \"30 2 * * *\" --duration 45m --time-zone Europe/Berlin")
    {
        Note = "With --file the description is replaced whole; with options alone the other fields of an existing window stay as they are.";
        _id = Needs("ID", "The window's id");
        _body = Use(new BodyPart(terminal));
        var title = Takes("--title", "TITLE", "What is done, for people");
        _project = TakesMany("--project", "ID", "Of all services and targets of a project; may be given several times");
        _service = TakesMany("--service", "ID", "Of a service, or of a target: project:target; may be given several times");
        _label = TakesMany("--label", "NAME=VALUE", "Of the services that have all of these labels; may be given several times");
        _texts =
        [
            ("title", title),
            ("from", Takes("--from", "TIME", "When it begins, such as 2026-11-05T22:00:00Z; it may have passed")),
            ("to", Takes("--to", "TIME", "When it ends; of one that comes round: after which it does so no more")),
            ("cron", Takes("--cron", "CRON", "When it comes round, such as \"30 2 * * *\"")),
            ("duration", Takes("--duration", "DURATION", "How long each time lasts")),
            ("time_zone", Takes("--time-zone", "ZONE", "The time zone of --cron [default: UTC]")),
        ];
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        var (body, etag) = await _body.ReadAsync(given, () => hub.MaintenanceWindowAsync(id, cancel), WireJson.Default.MaintenanceView);
        foreach (var (field, option) in _texts)
        {
            if (given.GetValue(option) is { } text)
                body[field] = text;
        }

        foreach (var (field, option) in ((string, Option<string[]>)[])[("projects", _project), ("services", _service)])
        {
            if (given.GetValue(option) is { Length: > 0 } names)
                body[field] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
        }

        if (given.GetValue(_label) is { Length: > 0 } labels)
            body["labels"] = BodyPart.Pairs("--label", labels);
        GetCommand.Show(Output, given, await hub.PutMaintenanceAsync(id, body, etag, cancel));
        return Exit.Ok;
    }
}
