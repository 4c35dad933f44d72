using System.Text.Json.Nodes;

namespace Hale.Server.Registry;

/// <summary>What is different between two definitions of a service. Pure.</summary>
internal static class Differences
{
    private const int MostFields = 50;
    private const int LongestValue = 200;

    /// <summary>The changes that a write made to services that are watched before and after it.</summary>
    /// <param name="rows">What is kept of services that the file declared when a hub ran last.</param>
    public static IReadOnlyList<DefinitionChange> Of(RegistryEdit edit, IReadOnlyDictionary<(Declared Kind, string Id), StoredDeclaration> rows)
    {
        var changes = new List<DefinitionChange>();
        foreach (var (before, after) in edit.Services)
            if (after is not null && Fields(before, after, rows) is { } fields)
                changes.Add(new(after.Id, after.Declared.UpdatedAt, after.Declared.ManagedBy, after.Declared.Place, fields));
        return changes;
    }

    /// <summary>The fields that are different, as they may be shown, in the order of the definition.</summary>
    public static IReadOnlyList<FieldChange> Between(ServiceSpec before, ServiceSpec after)
    {
        var (was, now) = (Flat(before, secrets: true), Flat(after, secrets: true));
        var (wasShown, nowShown) = (Flat(before, secrets: false), Flat(after, secrets: false));
        return
        [
            .. now.Keys.Union(was.Keys)
                .Where(field => was.GetValueOrDefault(field) != now.GetValueOrDefault(field))
                .Select(field => Shown(field, wasShown.GetValueOrDefault(field), nowShown.GetValueOrDefault(field)))
                .Take(MostFields),
        ];
    }

    /// <summary>Null when nothing changed. A service that is new has not changed.</summary>
    private static IReadOnlyList<FieldChange>? Fields(
        ServiceSpec? before, ServiceSpec after, IReadOnlyDictionary<(Declared Kind, string Id), StoredDeclaration> rows)
    {
        if (before is null)
            return rows.TryGetValue((Declared.Service, after.Id), out var row) && row.Etag is { } etag && etag != after.Declared.Etag ? [] : null;
        return before.Declared.Etag != after.Declared.Etag && Between(before, after) is { Count: > 0 } fields ? fields : null;
    }

    private static FieldChange Shown(string field, string? before, string? after) =>
        before == after ? new(field, null, null, Secret: true) : new(field, Cut(before), Cut(after));

    private static string? Cut(string? value) =>
        value is null || value.Length <= LongestValue ? value : $"{value.AsSpan(0, char.IsHighSurrogate(value[LongestValue - 2]) ? LongestValue - 2 : LongestValue - 1)}…";

    private static Dictionary<string, string> Flat(ServiceSpec spec, bool secrets)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("", Definitions.Describe(spec, secrets));
        return fields;

        void Add(string prefix, JsonObject json)
        {
            foreach (var (name, value) in json)
                if (value is JsonObject within)
                    Add($"{prefix}{name}.", within);
                else if (Text(value) is { } text)
                    fields[prefix + name] = text;
        }
    }

    private static string? Text(JsonNode? value) => value switch
    {
        JsonArray list => string.Join(", ", list.Select(Text)),
        JsonValue single when single.TryGetValue(out string? text) => text,
        // Of JSON's other values the spelling is the same everywhere.
        _ => value?.ToJsonString(),
    };
}
