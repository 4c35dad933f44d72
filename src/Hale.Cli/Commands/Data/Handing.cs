using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Cli.Importing;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Data;

/// <summary>Hands results to a hub, and tells what it did not take.</summary>
internal sealed class Handing(Terminal terminal)
{
    /// <summary>What a hub exported.</summary>
    /// <param name="file"><c>-</c> is standard input.</param>
    /// <exception cref="UsageException">The file can't be read.</exception>
    public async Task<ImportView> BackAsync(HaleClient hub, string file, ImportTerms terms, CancellationToken cancel)
    {
        await using var from = Open(file);
        using var progress = new Progress(terminal, file, from.Length);
        var summary = await hub.ImportAsync(progress.OutOf(from), terms, cancel);
        progress.Dispose();
        await TellAsync(summary);
        return summary;
    }

    /// <summary>Another tool's history; null where it has none. Services have been declared before: none is made of a result.</summary>
    public async Task<ImportView?> OverAsync(HaleClient hub, Imported imported, bool dryRun, CancellationToken cancel)
    {
        // What is sent can't be asked for its length, and a first result says whether there is any.
        if (!imported.Results.Any())
            return null;
        if (dryRun)
            return new(imported.Results.LongCount(), 0, [], []);
        await using var from = ImportedResult.Lines(imported.Results);
        using var progress = new Progress(terminal, "history");
        var summary = await hub.ImportAsync(progress.OutOf(from), new() { Create = false }, cancel);
        progress.Dispose();
        await TellAsync(summary);
        return summary;
    }

    /// <summary>A sentence for people.</summary>
    public static string Told(ImportView summary, bool dryRun)
    {
        var created = summary.Created.Count > 0 ? $"; {(dryRun ? "would create" : "created")} {string.Join(", ", summary.Created)}" : "";
        var refused = summary.Refused.Sum(each => each.Results);
        return string.Create(
            CultureInfo.InvariantCulture, $"results: {summary.Added:N0} {(dryRun ? "to add" : "added")}, {summary.Skipped:N0} there already, {refused:N0} refused{created}");
    }

    public static JsonNode Json(ImportView summary) => JsonSerializer.SerializeToNode(summary, WireJson.Default.ImportView)!;

    private async Task TellAsync(ImportView summary)
    {
        foreach (var refused in summary.Refused)
        {
            var several = refused.Results > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({refused.Results:N0} results)") : "";
            await terminal.Error.WriteLineAsync($"{refused.Deployment ?? "?"}: {refused.Place}: refused by the hub: {refused.Reason}{several}");
        }
    }

    private Stream Open(string file)
    {
        if (file == "-")
            return new MemoryStream(Encoding.UTF8.GetBytes(terminal.Input.ReadToEnd()));
        try
        {
            return new FileStream(file, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: found no file that can be read ({error.Message}); allowed: what hale export wrote, or - for standard input");
        }
    }
}
