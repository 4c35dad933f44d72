using System.Buffers;
using System.Text.Json;
using Hale.Server.History;
using Hale.Server.Series;

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

    public bool TellsReadings => true;

    public void EndResults()
    {
        _json.WriteEndArray();
        _json.WriteStartArray("resource_history");
    }

    public void Reading(ResourceReading reading)
    {
        _json.WriteStartObject();
        Write("cpu_usage_percent", reading.Figures[0]);
        Write("memory_usage_mb", reading.Figures[1]);
        Write("disk_usage_percent", reading.Figures[2]);
        Write("network_io_mbps", reading.Figures[3] is { } received && reading.Figures[4] is { } sent ? Math.Round(received + sent, 3) : null);
        _json.WriteNumber("timestamp", ResultJson.Seconds(reading.At));
        _json.WriteEndObject();
        _json.Flush();
    }

    public void EndDeployment()
    {
        _json.WriteEndArray();
        // A hub of this version keeps no alerts; readers of the format expect the member all the same.
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

    private void Write(string name, double? figure)
    {
        if (figure is { } value && double.IsFinite(value))
            _json.WriteNumber(name, value);
        else
            _json.WriteNull(name);
    }
}
