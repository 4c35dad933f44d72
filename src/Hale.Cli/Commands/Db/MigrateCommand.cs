using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Server;
using Hale.Server.Storage;

namespace Hale.Cli.Commands.Db;

internal sealed class MigrateCommand : Verb
{
    private readonly OutputPart _output;
    private readonly StorePart _store;
    private readonly Option<bool> _dry;

    public MigrateCommand(Terminal terminal)
        : base(
            terminal, "migrate", "Bring a hub's database to this program's schema, as its next start would", "hale db migrate --dry-run",
            "hale db migrate --data /var/lib/hale")
    {
        Note =
            """
            The hub must not run. A dry run carries the migrations out and undoes them again.
            Exit code: 0 done, or nothing to do; 2 refused: a running hub, a database of a newer Hale or of another program; 3 usage.
            """;
        _store = Use(new StorePart(terminal));
        _output = Use(new OutputPart(terminal));
        _dry = Switch("--dry-run", "Change nothing; say what would be done, and whether it can be");
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var place = StorePlace.Of(_store.Read(given));
        var dry = given.GetValue(_dry);
        try
        {
            var pending = await StoreCare.MigrateAsync(place, dry, Terminal.Time, cancel);
            if (_output.ForPeople(given))
                Tell(place.Name, pending, dry);
            else
                _output.Write(given, new JsonObject { ["database"] = place.Name, ["dry_run"] = dry, ["migrations"] = Json(pending) });
            return Exit.Ok;
        }
        catch (StorageException error)
        {
            await Terminal.Error.WriteLineAsync($"hale: {error.Message}");
            return Exit.Refused;
        }
    }

    internal static JsonArray Json(IReadOnlyList<StoreMigration> migrations) =>
        new([.. migrations.Select(each => new JsonObject { ["number"] = each.Number, ["name"] = each.Name, ["applied_at"] = each.At is { } at ? Wire.Time(at) : null })]);

    private void Tell(string name, IReadOnlyList<StoreMigration> pending, bool dry)
    {
        var screen = new Screen(Terminal);
        screen.Line(Screen.Text(pending.Count == 0 ? $"{name} is up to date" : $"{name}: {(dry ? "would be applied" : "applied")}"));
        foreach (var each in pending)
            screen.Line("  " + Screen.Text(each.Name));
    }
}
