using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hale.Server.History;

/// <summary>What an answer told of its target, as JSON. Whole when made, so that many may read it at once.</summary>
internal static class Details
{
    private const int Deepest = 16;

    public static JsonObject? Of(IReadOnlyDictionary<string, object?>? details) =>
        details is { Count: > 0 } ? new JsonObject(details.Select(pair => KeyValuePair.Create(pair.Key, Of(pair.Value, Deepest)))) : null;

    /// <summary>The same object built anew: a parsed one unfolds itself when it is first read, which two readers must not do at once.</summary>
    public static JsonObject? Whole(JsonObject? parsed) => parsed is null ? null : (JsonObject?)Of(parsed, Deepest);

    private static JsonNode? Of(object? value, int depth) => value switch
    {
        null => null,
        _ when depth == 0 => null,
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        JsonElement element => Of(JsonNode.Parse(element.GetRawText()), depth),
        JsonValue single => single.DeepClone(),
        IEnumerable<KeyValuePair<string, JsonNode?>> map => Map(map, depth),
        IEnumerable<KeyValuePair<string, object?>> map => Map(map, depth),
        IDictionary map => Map(Pairs(map), depth),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => Of(item, depth - 1))]),
        IFormattable other => JsonValue.Create(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(value.ToString()),
    };

    /// <summary>A dictionary whose values are of another type than object is no sequence of such pairs.</summary>
    private static IEnumerable<KeyValuePair<string, object?>> Pairs(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            yield return new(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value);
    }

    private static JsonObject Map<T>(IEnumerable<KeyValuePair<string, T>> map, int depth) =>
        new(map.Select(pair => KeyValuePair.Create(pair.Key, Of(pair.Value, depth - 1))));
}
