using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Http;

/// <summary>Reads and checks <c>expect</c>.</summary>
internal static class ExpectationRules
{
    /// <summary>What one match of a pattern may take.</summary>
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(250);

    public static Expectation Read(Fields check, Uri? url, HttpCheckOptions? before, Problems problems)
    {
        if (check.Raw("expect") is null)
            return Expectation.Nothing;
        var fields = check.Map("expect");
        var expectation = new Expectation
        {
            Status = Status(fields),
            BodyContains = fields.Text("body_contains"),
            BodyMatches = Pattern(fields),
            Json = Json(fields),
            Header = HttpCheckRules.Headers(fields, "header", url, before is null ? null : (before.Url, before.Expect.Header)),
        };
        fields.Done();
        return expectation;
    }

    private static StatusSet? Status(Fields fields)
    {
        if (fields.Raw("status") is not { } given)
            return null;
        // One alone is mostly written as a number.
        var set = given is ScalarNode { Kind: ScalarKind.Text or ScalarKind.Number } scalar ? StatusSet.Parse(scalar.Text) : null;
        if (set is null)
            fields.Wrong("status", given, "statuses and ranges from 100 to 599, such as \"200-299,401\"");
        return set;
    }

    private static Regex? Pattern(Fields fields)
    {
        if (fields.Text("body_matches") is not { } pattern)
            return null;
        try
        {
            try
            {
                return new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchLimit);
            }
            catch (NotSupportedException)
            {
                // Look-arounds and back-references need the backtracking engine; the limit bounds it.
                return new(pattern, RegexOptions.CultureInvariant, MatchLimit);
            }
        }
        catch (ArgumentException error)
        {
            fields.Wrong("body_matches", fields.Raw("body_matches")!, $"a regular expression ({error.Message})");
            return null;
        }
    }

    private static List<(JsonPath Path, JsonElement Value)> Json(Fields fields)
    {
        var values = new List<(JsonPath, JsonElement)>();
        var raw = fields.Raw("json");
        if (raw is not (null or MapNode))
            fields.Wrong("json", raw, "a mapping of paths to values, such as \"$.status\": up");
        foreach (var entry in (raw as MapNode)?.Entries ?? [])
            if (JsonPath.Parse(entry.Key) is { } path)
                values.Add((path, JsonDocument.Parse(Value(entry.Value)?.ToJsonString() ?? "null").RootElement.Clone()));
            else
                fields.Wrong($"json.{entry.Key}", new ScalarNode(ScalarKind.Text, entry.Key, entry.KeyAt), "a path such as $.a.b[0]['c d']");
        return values;
    }

    private static JsonNode? Value(Node node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Value(entry.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Value)]),
        ScalarNode { Kind: ScalarKind.Null } => null,
        ScalarNode { Kind: ScalarKind.Bool } scalar => JsonValue.Create(scalar.Text == "true"),
        ScalarNode { Kind: ScalarKind.Number } scalar => Number(scalar.Text),
        _ => JsonValue.Create(((ScalarNode)node).Text),
    };

    private static JsonValue Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? JsonValue.Create(value)
            : JsonValue.Create(text);
    }
}
