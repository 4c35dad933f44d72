using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Data;

internal sealed class ExportCommand : HubVerb
{
    private static readonly string[] Formats = ["json", "ndjson", "csv"];

    private readonly Argument<string> _file;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<string?> _service;
    private readonly Option<string?> _format;

    public ExportCommand(Terminal terminal)
        : base(
            terminal, "export", "Write every result that is kept to a file", "hale export monitoring_data.json",
            "hale export api.csv --service shop-api --from 7d")
    {
        _file = Needs("FILE", "The file, replaced only when all of it is there; its folder is made");
        _from = Takes("--from", "TIME", "A time (RFC 3339), or a duration back from now [default: all that is kept]");
        _to = Takes("--to", "TIME", "The same [default: now]");
        _service = Takes("--service", "ID", "A service's id or project:target [default: all]");
        _format = Takes("--format", "FORMAT", "json, ndjson or csv [default: by the file's ending, else json]");
        _format.AcceptOnlyFromAmong(Formats);
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var file = given.GetRequiredValue(_file);
        var filter = new ExportFilter
        {
            From = given.GetValue(_from),
            To = given.GetValue(_to),
            Service = given.GetValue(_service),
            Format = given.GetValue(_format) ?? Formats.FirstOrDefault(format => file.EndsWith("." + format, StringComparison.OrdinalIgnoreCase)) ?? "json",
        };
        try
        {
            using var progress = new Progress(Terminal, file);
            var length = await FreshFile.SaveAsync(file, to => hub.ExportAsync(progress.Into(to), filter, cancel));
            progress.Dispose();
            if (Output.ForPeople(given))
                new Screen(Terminal).Line(Screen.Text($"{file}: {length.ToString("N0", CultureInfo.InvariantCulture)} bytes"));
            else
                Output.Write(given, new JsonObject { ["file"] = file, ["bytes"] = length });
            return Exit.Ok;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Terminal.Error.WriteLineAsync($"hale: {file} was not written: {error.Message}");
            return Exit.Refused;
        }
    }
}
