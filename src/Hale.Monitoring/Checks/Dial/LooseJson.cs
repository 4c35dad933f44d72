using System.Globalization;
using System.Text.Json;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>Reads a peer's JSON without trusting its shape: what is not there, or is of another kind, is null.</summary>
internal static class LooseJson
{
    /// <summary>The bytes as JSON; null when they are none.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An object's member of that name, also one that is null.</summary>
    public static JsonElement? Member(this JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // The name of another member, which it was held against, is no text.
            return json.EnumerateObject().Where(member => Name(member) == name).Select(member => (JsonElement?)member.Value).LastOrDefault();
        }
    }

    public static JsonElement? Under(this JsonElement json, string name) => json.Member(name) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    public static string? Text(this JsonElement json, string name) => json.Under(name)?.Said();

    /// <summary>A text; null for anything else, and for one that is none: bytes that are no UTF-8, or half of a surrogate pair.</summary>
    public static string? Said(this JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An object's members whose names are texts.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var member in json.EnumerateObject())
            if (Name(member) is { } name)
                yield return (name, member.Value);
    }

    /// <summary>Whether two values are the same; what holds a text that is none is the same as nothing.</summary>
    public static bool Same(this JsonElement json, JsonElement other)
    {
        try
        {
            return JsonElement.DeepEquals(json, other);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static long? Number(this JsonElement json, string name) =>
        json.Under(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A number, unless it is too large for one.</summary>
    public static double? Real(this JsonElement json, string name) =>
        json.Under(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    public static bool Truth(this JsonElement json, string name) => json.Under(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Under(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>A moment; null also for the year 1, which means never.</summary>
    public static DateTimeOffset? Moment(this JsonElement json, string name) =>
        json.Text(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment.Year > 1
            ? moment
            : null;

    private static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
