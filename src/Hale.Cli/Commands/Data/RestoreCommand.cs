using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Server;
using Hale.Server.Storage;

namespace Hale.Cli.Commands.Data;

internal sealed class RestoreCommand : Verb
{
    private readonly OutputPart _output;
    private readonly Argument<string> _file;
    private readonly StorePart _store;
    private readonly Option<bool> _force;

    public RestoreCommand(Terminal terminal)
        : base(
            terminal, "restore", "Put a backup into the data folder, or the PostgreSQL database, of a hub that does not run", "hale restore hale.backup",
            "hale restore hale.backup --data /var/lib/hale --force", "hale restore hale.backup --postgres postgres://hale@db:5432/hale")
    {
        Note =
            """
            The backup is verified whole before anything is touched; what was there before is kept beside it.
            Exit code: 0 restored, 2 refused: a damaged backup, a running hub, data that may not be replaced; 3 usage.
            """;
        _output = new(terminal);
        _file = Needs("FILE", "The backup");
        _store = Use(new StorePart(terminal));
        _force = Switch("--force", "Replace the data that are there");
        Use(_output);
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var file = given.GetRequiredValue(_file);
        var settings = _store.Read(given);
        var place = settings.Postgres is null ? settings.Data : StorePlace.Of(settings).Name;
        try
        {
            var (manifest, before) = await HubRestore.RunAsync(file, settings, given.GetValue(_force), Terminal.Time, cancel);
            if (_output.ForPeople(given))
                Tell(manifest.HubId, manifest.CreatedAt, place, before);
            else
                _output.Write(given, new JsonObject { ["data"] = place, ["hub_id"] = manifest.HubId, ["created_at"] = Wire.Time(manifest.CreatedAt), ["before"] = before });
            return Exit.Ok;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or StorageException)
        {
            await Terminal.Error.WriteLineAsync($"hale: {(error is InvalidDataException ? $"{file}: {error.Message}" : error.Message)}; nothing was changed");
            return Exit.Refused;
        }
    }

    private void Tell(string hub, DateTimeOffset at, string place, string? before)
    {
        var screen = new Screen(Terminal);
        screen.Line(Screen.Text($"{place} holds {hub} as it was at {at:yyyy-MM-dd HH:mm:ss}Z"));
        if (before is not null)
            screen.Line(Screen.Text($"what it held before is in {before}"));
    }
}
