using System.Globalization;
using System.Text.Json;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>Reads a peer's JSON without trusting its shape: what is not there, or is of another kind, is null.</summary>
internal static class LooseJson
{
    public static JsonElement? Under(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement json, string name) =>
        json.Under(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Number(this JsonElement json, string name) =>
        json.Under(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static bool Truth(this JsonElement json, string name) => json.Under(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Under(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>A moment; null also for the year 1, which means never.</summary>
    public static DateTimeOffset? Moment(this JsonElement json, string name) =>
        json.Text(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment.Year > 1
            ? moment
            : null;
}
