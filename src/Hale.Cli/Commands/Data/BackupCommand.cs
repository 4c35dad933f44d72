using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Client;
using Hale.Server.Backup;

namespace Hale.Cli.Commands.Data;

internal sealed class BackupCommand : HubVerb
{
    private readonly Argument<string> _file;

    public BackupCommand(Terminal terminal)
        : base(terminal, "backup", "Write everything a running hub keeps to a file, with checksums", "hale backup hale.backup")
    {
        Note = "The hub goes on meanwhile. It needs as much free disk as its database has. The file holds credentials of checks: keep it as you keep them.";
        _file = Needs("FILE", "The file, replaced only when all of it is there and its checksums hold; its folder is made");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var file = given.GetRequiredValue(_file);
        BackupManifest? manifest = null;
        try
        {
            var length = await FreshFile.SaveAsync(
                file, to => hub.BackupAsync(to, cancel), async from => manifest = await BackupArchive.ReadAsync(from, _ => null, cancel));
            if (Output.ForPeople(given))
                new Screen(Terminal).Line(Screen.Text($"{file}: {manifest!.HubId}, {length.ToString("N0", CultureInfo.InvariantCulture)} bytes, checksums hold"));
            else
                Output.Write(given, new JsonObject { ["file"] = file, ["bytes"] = length, ["hub_id"] = manifest!.HubId });
            return Exit.Ok;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Terminal.Error.WriteLineAsync($"hale: {file} was not written: {error.Message}");
            return Exit.Refused;
        }
    }
}
