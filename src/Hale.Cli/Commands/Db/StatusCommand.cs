using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Server;
using Hale.Server.Storage;

namespace Hale.Cli.Commands.Db;

internal sealed class StatusCommand : Verb
{
    private readonly OutputPart _output;
    private readonly StorePart _store;

    public StatusCommand(Terminal terminal)
        : base(
            terminal, "status", "Show a hub's database: its size, and which migrations are applied", "hale db status", "hale db status --data /var/lib/hale",
            "hale db status --postgres postgres://hale@db:5432/hale --output json")
    {
        Note = "The hub may run meanwhile. Exit code: 0 up to date, 1 migrations are pending, 2 it can't be reached, is not Hale's, or of a newer Hale; 3 usage.";
        _store = Use(new StorePart(terminal));
        _output = Use(new OutputPart(terminal));
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        try
        {
            var status = await StoreCare.StatusAsync(StorePlace.Of(_store.Read(given)), cancel);
            if (_output.ForPeople(given))
                Tell(status);
            else
                _output.Write(given, Json(status));
            return status.Migrations.All(each => each.At is not null) ? Exit.Ok : Exit.Degraded;
        }
        catch (StorageException error)
        {
            await Terminal.Error.WriteLineAsync($"hale: {error.Message}");
            return Exit.Refused;
        }
    }

    private void Tell(StoreStatus status)
    {
        var screen = new Screen(Terminal);
        screen.Line(Screen.Text(string.Create(
            CultureInfo.InvariantCulture, $"{status.Name}: schema {status.Schema} of {status.Migrations.Count}, {status.Bytes:N0} bytes")));
        screen.Table(["migration", "applied"], status.Migrations.Select(each => (IReadOnlyList<string>)[each.Name, each.At is null ? "pending" : Screen.Time(each.At)]));
    }

    private static JsonObject Json(StoreStatus status) => new()
    {
        ["database"] = status.Name,
        ["schema"] = status.Schema,
        ["known"] = status.Migrations.Count,
        ["bytes"] = status.Bytes,
        ["migrations"] = MigrateCommand.Json(status.Migrations),
    };
}
