using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hale.Health;

/// <summary>
/// Writes health as JSON: camelCase, the status as a lower-case word, durations in milliseconds, times in RFC 3339 UTC with milliseconds, and nothing for
/// what is null.
/// </summary>
public static class HealthJson
{
    /// <summary>The word for a status.</summary>
    public static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    /// <summary>A time as the JSON spells it: <c>2026-11-05T10:00:00.000Z</c>.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes <c>"components":{…},"summary":{…}</c> into an object that was begun.</summary>
    public static void WriteParts(Utf8JsonWriter json, SystemHealth health)
    {
        json.WriteStartObject("components");
        foreach (var (name, result) in health.Components)
        {
            json.WritePropertyName(name);
            Write(json, result);
        }

        json.WriteEndObject();
        json.WriteStartObject("summary");
        json.WriteNumber("totalComponents", health.Summary.TotalComponents);
        json.WriteNumber("healthyComponents", health.Summary.HealthyComponents);
        json.WriteNumber("degradedComponents", health.Summary.DegradedComponents);
        json.WriteNumber("unhealthyComponents", health.Summary.UnhealthyComponents);
        json.WriteEndObject();
    }

    /// <summary>Writes a whole <see cref="SystemHealth"/>.</summary>
    public static void Write(Utf8JsonWriter json, SystemHealth health)
    {
        json.WriteStartObject();
        json.WriteString("status", Word(health.Status));
        json.WriteString("timestamp", Time(health.Timestamp));
        WriteParts(json, health);
        json.WriteEndObject();
    }

    /// <summary>Writes one component's result.</summary>
    public static void Write(Utf8JsonWriter json, HealthCheckResult result)
    {
        json.WriteStartObject();
        json.WriteString("status", Word(result.Status));
        if (result.Message is not null)
            json.WriteString("message", result.Message);
        if (result.Details is not null)
        {
            json.WritePropertyName("details");
            WriteValue(json, result.Details);
        }

        json.WriteNumber("duration", Math.Round(result.Duration.TotalMilliseconds, 3));
        json.WriteString("timestamp", Time(result.Timestamp));
        if (result.Metrics is { } metrics)
            Write(json, metrics);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, HealthMetrics metrics)
    {
        json.WriteStartObject("metrics");
        json.WriteNumber("responseTime", Math.Round(metrics.ResponseTime, 3));
        json.WriteNumber("successRate", metrics.SuccessRate);
        json.WriteNumber("errorCount", metrics.ErrorCount);
        if (metrics.LastError is not null)
            json.WriteString("lastError", metrics.LastError);
        json.WriteNumber("uptime", metrics.Uptime);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case byte or sbyte or short or ushort or int or uint or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case ulong number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case float or double when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                json.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time: json.WriteStringValue(Time(time)); break;
            case TimeSpan span: json.WriteNumberValue(span.TotalMilliseconds); break;
            case JsonNode node: node.WriteTo(json); break;
            case JsonElement element: element.WriteTo(json); break;
            case IEnumerable<KeyValuePair<string, object?>> map: WriteMap(json, map); break;
            case IDictionary map: WriteMap(json, Pairs(map)); break;
            case IEnumerable list: WriteList(json, list); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    /// <summary>A dictionary whose values are of another type than object is no sequence of such pairs.</summary>
    private static IEnumerable<KeyValuePair<string, object?>> Pairs(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            yield return new(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value);
    }

    private static void WriteMap(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> map)
    {
        json.WriteStartObject();
        foreach (var (name, value) in map)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable list)
    {
        json.WriteStartArray();
        foreach (var value in list)
            WriteValue(json, value);
        json.WriteEndArray();
    }
}
