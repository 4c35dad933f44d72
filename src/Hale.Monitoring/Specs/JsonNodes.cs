using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hale.Monitoring.Specs;

/// <summary>JSON (RFC 8259) as <see cref="Node"/>s. A request has no places worth telling, so the nodes have none.</summary>
public static class JsonNodes
{
    private const int Deepest = 64;

    /// <summary>
    /// Reads a JSON text; reports a problem and answers null when it is not one or nests deeper than 64, and reports names given twice.
    /// Nothing at all is a problem too.
    /// </summary>
    public static Node? Read(ReadOnlySpan<byte> utf8, Problems problems)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Deepest });
            reader.Read();
            var node = Value(ref reader, "", problems);
            if (reader.Read())
                problems.Add("", "found more than one JSON value");
            return node;
        }
        catch (JsonException error)
        {
            problems.Add("", $"is not JSON: line {error.LineNumber + 1 ?? 1}, column {error.BytePositionInLine + 1 ?? 1}");
        }
        catch (InvalidOperationException)
        {
            problems.Add("", "is not JSON: a text is not valid UTF-8 or has half a surrogate pair");
        }

        return null;
    }

    /// <summary>The same shape as nodes.</summary>
    public static Node From(JsonNode? json) => json switch
    {
        JsonObject map => new MapNode([.. map.Select(pair => new MapEntry(pair.Key, From(pair.Value)))]),
        JsonArray list => new ListNode([.. list.Select(From)]),
        JsonValue value => Scalar(value),
        _ => new ScalarNode(ScalarKind.Null, ""),
    };

    private static ScalarNode Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => new(ScalarKind.Text, value.GetValue<string>()),
        JsonValueKind.True => Typed(ScalarKind.Bool, "true"),
        JsonValueKind.False => Typed(ScalarKind.Bool, "false"),
        JsonValueKind.Number => Typed(ScalarKind.Number, value.ToJsonString()),
        _ => new(ScalarKind.Null, ""),
    };

    private static ScalarNode Typed(ScalarKind kind, string text) => new(kind, text) { Typed = true };

    private static Node Value(ref Utf8JsonReader reader, string path, Problems problems) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Map(ref reader, path, problems),
        JsonTokenType.StartArray => List(ref reader, path, problems),
        JsonTokenType.String => new ScalarNode(ScalarKind.Text, reader.GetString()!),
        JsonTokenType.Number => Typed(ScalarKind.Number, Encoding.UTF8.GetString(reader.ValueSpan)),
        JsonTokenType.True => Typed(ScalarKind.Bool, "true"),
        JsonTokenType.False => Typed(ScalarKind.Bool, "false"),
        _ => new ScalarNode(ScalarKind.Null, ""),
    };

    private static MapNode Map(ref Utf8JsonReader reader, string path, Problems problems)
    {
        var entries = new List<MapEntry>();
        var seen = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var keyPath = path.Length == 0 ? key : $"{path}.{key}";
            reader.Read();
            var value = Value(ref reader, keyPath, problems);
            if (seen.Add(key))
                entries.Add(new(key, value));
            else
                problems.Add(keyPath, "is given twice");
        }

        return new(entries);
    }

    private static ListNode List(ref Utf8JsonReader reader, string path, Problems problems)
    {
        var items = new List<Node>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader, string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]"), problems));
        return new(items);
    }
}
