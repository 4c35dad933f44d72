using System.Text.Json;
using Hale.Server.History;

namespace Hale.Server.Export;

/// <summary>A result's members, the same in both JSON formats (contract, section 9).</summary>
internal static class ResultJson
{
    public static void Write(Utf8JsonWriter json, Sample result)
    {
        json.WriteBoolean("success", result.Success);
        json.WriteString("status", Words.TargetHealth(result.Status));
        if (result.LatencyMs is { } latency)
            json.WriteNumber("response_time_ms", Math.Round(latency, 3));
        else
            json.WriteNull("response_time_ms");
        json.WriteNumber("timestamp", Seconds(result.At));
        if (result.Failure is { } failure)
            json.WriteString("failure", Words.Of(failure));
        if (result.Message is { } message)
            json.WriteString("message", message);
    }

    /// <summary>Seconds since 1970, to the millisecond and without a binary fraction's error.</summary>
    public static decimal Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000m;
}
