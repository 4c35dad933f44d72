using System.Buffers;
using System.Globalization;
using System.Text;
using Hale.Server.History;
using Hale.Server.Series;

namespace Hale.Server.Export;

/// <summary>One row a result, under a row of names (RFC 4180). A text that a spreadsheet would take for a formula has a <c>'</c> before it.</summary>
internal sealed class CsvExport(IBufferWriter<byte> to) : IExportFormat
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r");

    public void Begin(string hub, DateTimeOffset now) => Row("deployment", "timestamp", "success", "status", "response_time_ms", "failure", "message");

    public void Deployment(Exported watched)
    {
    }

    public void Result(Exported watched, Sample result) => Row(
        watched.Key,
        ResultJson.Seconds(result.At).ToString(CultureInfo.InvariantCulture),
        result.Success ? "true" : "false",
        Words.TargetHealth(result.Status),
        result.LatencyMs is { } latency ? Math.Round(latency, 3).ToString(CultureInfo.InvariantCulture) : "",
        result.Failure is { } failure ? Words.Of(failure) : "",
        Harmless(result.Message ?? ""));

    // One line is one result; what was used is in the document alone.
    public bool TellsReadings => false;

    public void EndResults()
    {
    }

    public void Reading(ResourceReading reading)
    {
    }

    public void EndDeployment()
    {
    }

    public void End()
    {
    }

    private static string Harmless(string text) => text.Length > 0 && Formula.Contains(text[0]) ? "'" + text : text;

    private void Row(params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                to.Write(","u8);
            var field = fields[i];
            Encoding.UTF8.GetBytes(field.AsSpan().ContainsAny(Quoted) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field, to);
        }

        to.Write("\r\n"u8);
    }
}
