using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hale.Server.Import;

/// <summary>The document is no JSON.</summary>
internal sealed class ImportSyntaxException(string message) : Exception(message);

/// <summary>Reads a document as it comes in.</summary>
internal static class ImportReader
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true };

    // Longer than any member of an export.
    private const long LongestValue = 1 << 20;

    /// <summary>What a document holds, as much at a time as has come in.</summary>
    /// <exception cref="ImportSyntaxException">It is no JSON; what came before was given out.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<ImportItem>> ReadAsync(PipeReader from, [EnumeratorCancellation] CancellationToken cancel)
    {
        var parser = new ImportParser();
        var state = new JsonReaderState(Options);
        for (var done = false; !done;)
        {
            var read = await from.ReadAsync(cancel);
            done = read.IsCompleted;
            var place = Parse(read.Buffer, done, parser, ref state, out var fault);
            var stuck = read.Buffer.Length > LongestValue && place.Equals(read.Buffer.Start);
            from.AdvanceTo(place, read.Buffer.End);
            if (parser.Take() is { Count: > 0 } items)
                yield return items;
            if (stuck)
                fault ??= $"found a value of more than {LongestValue} bytes; allowed: what hale export writes";
            if (fault is not null)
                throw new ImportSyntaxException(fault);
        }

        if (!parser.Known)
            throw new ImportSyntaxException("found nothing that was exported; allowed: what hale export writes, as json or ndjson");
    }

    private static SequencePosition Parse(ReadOnlySequence<byte> bytes, bool last, ImportParser parser, ref JsonReaderState state, out string? fault)
    {
        var json = new Utf8JsonReader(bytes, last, state);
        fault = null;
        try
        {
            while (json.Read())
                parser.Read(ref json);
        }
        catch (JsonException error)
        {
            fault = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message.Split(" LineNumber:")[0].Split(" Path:")[0]}";
        }

        state = json.CurrentState;
        return json.Position;
    }
}
