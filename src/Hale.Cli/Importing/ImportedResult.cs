using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Hale.Cli.Importing;

/// <summary>One result of another tool's history, in the words of the hub's export.</summary>
/// <param name="Id">The service's id.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c>, <c>down</c> or <c>unknown</c>: what the tool made of it.</param>
/// <param name="Failure">The kind of failure; null for a success.</param>
internal sealed record ImportedResult(string Id, DateTimeOffset At, string Status, double? LatencyMs, string? Failure, string? Message)
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>Results as the hub takes them, one on each line, made as they are read.</summary>
    public static Stream Lines(IEnumerable<ImportedResult> results)
    {
        var pipe = new Pipe();
        _ = WriteAsync(results, pipe.Writer);
        return pipe.Reader.AsStream();
    }

    private static async Task WriteAsync(IEnumerable<ImportedResult> results, PipeWriter to)
    {
        try
        {
            await using var json = new Utf8JsonWriter(to);
            foreach (var result in results)
            {
                result.Write(json);
                json.Reset();
                to.Write("\n"u8);
                if (to.UnflushedBytes > FlushBytes && (await to.FlushAsync()).IsCompleted)
                    break;
            }

            await to.CompleteAsync();
        }
        catch (Exception error)
        {
            await to.CompleteAsync(error);
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("deployment", Id);
        json.WriteBoolean("success", Failure is null);
        json.WriteString("status", Status);
        if (LatencyMs is { } latency)
            json.WriteNumber("response_time_ms", latency);
        json.WriteNumber("timestamp", At.ToUnixTimeMilliseconds() / 1000m);
        if (Failure is not null)
            json.WriteString("failure", Failure);
        if (Message is not null)
            json.WriteString("message", Message);
        json.WriteEndObject();
        json.Flush();
    }
}
