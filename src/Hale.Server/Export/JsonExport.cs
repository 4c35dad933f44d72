using System.Buffers;
using System.Text.Json;
using Hale.Server.History;

namespace Hale.Server.Export;

/// <summary>One JSON document (contract, section 9).</summary>
internal sealed class JsonExport(IBufferWriter<byte> to) : IExportFormat, IDisposable
{
    private const int Version = 1;

    private readonly Utf8JsonWriter _json = new(to);

    public void Begin(string hub, DateTimeOffset now)
    {
        _json.WriteStartObject();
        _json.WriteNumber("timestamp", ResultJson.Seconds(now));
        _json.WriteString("hub_id", hub);
        _json.WriteNumber("version", Version);
        _json.WriteStartObject("monitored_deployments");
    }

    public void Deployment(Exported watched)
    {
        _json.WriteStartObject(watched.Key);
        _json.WriteString("health_check_url", watched.Url);
        _json.WriteString("process_name", watched.Process);
        _json.WriteNumber("check_interval", watched.Interval.TotalSeconds);
        _json.WriteStartArray("health_history");
    }

    public void Result(Exported watched, Sample result)
    {
        _json.WriteStartObject();
        ResultJson.Write(_json, result);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void EndDeployment()
    {
        _json.WriteEndArray();
        // A hub of this version keeps neither readings of resources nor alerts; readers of the format expect the members all the same.
        _json.WriteStartArray("resource_history");
        _json.WriteEndArray();
        _json.WriteStartArray("alert_history");
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void End()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();
}
