using System.Text.Encodings.Web;
using System.Text.Json;
using Hale.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Hale.AspNetCore;

/// <summary>Answers the health endpoints, from the last results.</summary>
internal sealed class HealthPage(SystemHealthMonitor monitor, IOptions<HaleOptions> options, TimeProvider time)
{
    // It is served as JSON and never put into a page, so only what JSON asks for is escaped.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly long _began = time.GetTimestamp();

    public async Task WriteAsync(HttpContext http)
    {
        var health = http.Request.Query["fresh"] == "true" ? await monitor.CheckAsync(http.RequestAborted) : monitor.Current;
        Begin(http, options.Value.CodeOf(health.Status));
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, Plain);
        json.WriteStartObject();
        json.WriteString("status", HealthJson.Word(health.Status));
        WriteApplication(json);
        json.WriteString("timestamp", HealthJson.Time(health.Timestamp));
        if (health.Components.Count > 0)
            HealthJson.WriteParts(json, health);
        WriteTrouble(json, health);
        json.WriteEndObject();
    }

    /// <summary>Whether the process answers; by answering.</summary>
    public static Task WriteLiveAsync(HttpContext http)
    {
        Begin(http, StatusCodes.Status200OK);
        return http.Response.WriteAsync("{\"status\":\"healthy\"}", http.RequestAborted);
    }

    public Task WriteReadyAsync(HttpContext http)
    {
        var status = monitor.Current.Status;
        Begin(http, status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        return http.Response.WriteAsync($"{{\"status\":\"{HealthJson.Word(status)}\"}}", http.RequestAborted);
    }

    private static void Begin(HttpContext http, int code)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
    }

    private void WriteApplication(Utf8JsonWriter json)
    {
        json.WriteString("project", options.Value.Project);
        json.WriteString("version", options.Value.Version);
        json.WriteNumber("uptime", (long)time.GetElapsedTime(_began).TotalSeconds);
        json.WriteStartArray("workflows");
        foreach (var workflow in options.Value.Workflows)
            json.WriteStringValue(workflow);
        json.WriteEndArray();
    }

    private static void WriteTrouble(Utf8JsonWriter json, SystemHealth health)
    {
        if (health.Status == HealthStatus.Healthy)
            return;
        json.WriteStartArray("issues");
        foreach (var (name, result) in health.Components)
            if (result.Status != HealthStatus.Healthy)
                json.WriteStringValue($"{name}_{(result.Status == HealthStatus.Degraded ? "degraded" : "down")}");
        json.WriteEndArray();
        var worst = health.Components.FirstOrDefault(each => each.Value.Status == HealthStatus.Unhealthy && health.Critical.Contains(each.Key));
        if (worst.Key is not null)
            json.WriteString("error", $"{worst.Key}: {worst.Value.Message ?? "unhealthy"}");
    }
}
