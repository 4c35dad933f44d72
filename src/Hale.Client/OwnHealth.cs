using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hale.Client;

/// <summary>A hub's own health, as <c>GET /health</c> answers it.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Uptime">Seconds since it started.</param>
/// <param name="Issues">What is wrong, one entry each.</param>
public sealed record OwnHealthView(
    string Status, string? Project, string? Version, long Uptime, DateTimeOffset? Timestamp,
    IReadOnlyDictionary<string, OwnComponentView>? Components, OwnSummaryView? Summary, JsonArray? Issues, string? Error);

/// <summary>One part of the hub.</summary>
/// <param name="Duration">How long its check took, in milliseconds.</param>
public sealed record OwnComponentView(string Status, string? Message, JsonObject? Details, double? Duration, DateTimeOffset? Timestamp, JsonObject? Metrics);

/// <summary>How many parts are in which status.</summary>
public sealed record OwnSummaryView(
    [property: JsonPropertyName("totalComponents")] int TotalComponents,
    [property: JsonPropertyName("healthyComponents")] int HealthyComponents,
    [property: JsonPropertyName("degradedComponents")] int DegradedComponents,
    [property: JsonPropertyName("unhealthyComponents")] int UnhealthyComponents);
