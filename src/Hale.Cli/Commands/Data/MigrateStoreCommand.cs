using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Server;
using Hale.Server.Storage;
using Hale.Server.Storage.Copying;

namespace Hale.Cli.Commands.Data;

internal sealed class MigrateStoreCommand : Verb
{
    private readonly OutputPart _output;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<bool> _force;

    public MigrateStoreCommand(Terminal terminal)
        : base(
            terminal, "migrate-store", "Copy everything a hub keeps to another database: from SQLite to PostgreSQL, or back",
            "hale migrate-store --from ./hale-data --to postgres://hale@db:5432/hale", "hale migrate-store --from postgres://hale@db:5432/hale --to ./hale-data")
    {
        Note =
            """
            A place is a data folder, a database file (.db), or a URL of PostgreSQL. No hub may run on either. The source stays as it is; the target has all
            of it in the end, counted, or nothing. Of a URL the password may stand in PGPASSWORD.
            Exit code: 0 copied, 2 refused: a running hub, data that may not be replaced, a schema that is not this program's; 3 usage.
            """;
        _output = Use(new OutputPart(terminal));
        _from = Takes("--from", "PLACE", "Where the data are");
        _to = Takes("--to", "PLACE", "Where they shall be");
        _force = Switch("--force", "Replace the data that are there; these are kept, and said where");
        _from.Required = _to.Required = true;
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var (from, to) = (Place("--from", given.GetValue(_from)!), Place("--to", given.GetValue(_to)!));
        if (from.Name == to.Name)
            throw new UsageException($"--to: found {to.Name}; allowed: another place than --from");
        try
        {
            var copied = await StoreCopy.RunAsync(from, to, given.GetValue(_force), Terminal.Time, Progress, cancel);
            if (_output.ForPeople(given))
                Tell(from.Name, to.Name, copied);
            else
                _output.Write(given, new JsonObject { ["from"] = from.Name, ["to"] = to.Name, ["rows"] = copied.Rows, ["before"] = copied.Before });
            return Exit.Ok;
        }
        catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException)
        {
            await Terminal.Error.WriteLineAsync($"hale: {error.Message}; nothing was copied");
            return Exit.Refused;
        }
    }

    private static StorePlace Place(string option, string text) => StorePlace.Read(text, out var problem)
        ?? throw new UsageException($"{option}: found an address that can't be used ({problem}); allowed: a data folder, a database file, or {PostgresAddress.Rule}");

    private void Progress(CopyProgress so)
    {
        if (so.Of > 0 && (so.Rows > 0 || so.Of > 10_000))
            Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{so.Table}: {so.Rows:N0} of {so.Of:N0} rows"));
    }

    private void Tell(string from, string to, Copied copied)
    {
        var screen = new Screen(Terminal);
        screen.Line(Screen.Text(string.Create(CultureInfo.InvariantCulture, $"{to} holds what {from} holds: {copied.Rows:N0} rows, counted")));
        if (copied.Before is { } before)
            screen.Line(Screen.Text($"what it held before is in {before}"));
    }
}
