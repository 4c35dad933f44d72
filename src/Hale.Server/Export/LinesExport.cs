using System.Buffers;
using System.Text.Json;
using Hale.Server.History;
using Hale.Server.Series;

namespace Hale.Server.Export;

/// <summary>One JSON object a line, one line a result.</summary>
internal sealed class LinesExport(IBufferWriter<byte> to) : IExportFormat, IDisposable
{
    private readonly Utf8JsonWriter _json = new(to);

    public void Begin(string hub, DateTimeOffset now)
    {
    }

    public void Deployment(Exported watched)
    {
    }

    public void Result(Exported watched, Sample result)
    {
        _json.WriteStartObject();
        _json.WriteString("deployment", watched.Key);
        ResultJson.Write(_json, result);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        to.Write("\n"u8);
    }

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

    public void Dispose() => _json.Dispose();
}
