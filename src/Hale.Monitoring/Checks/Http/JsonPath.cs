using System.Globalization;
using System.Text.Json;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>
/// The part of JSONPath (RFC 9535) that names one value: <c>$.a.b[0]['c d']</c>. No wildcards, slices, filters or descent.
/// </summary>
internal sealed class JsonPath
{
    private readonly string _text;
    private readonly IReadOnlyList<Step> _steps;

    private JsonPath(string text, IReadOnlyList<Step> steps)
    {
        _text = text;
        _steps = steps;
    }

    /// <summary>Reads a path; null when <paramref name="text"/> is none.</summary>
    public static JsonPath? Parse(string text)
    {
        if (text.Length == 0 || text[0] != '$')
            return null;
        var steps = new List<Step>();
        for (var rest = text.AsSpan(1); !rest.IsEmpty;)
        {
            if (Read(rest, out var length) is not { } step)
                return null;
            steps.Add(step);
            rest = rest[length..];
        }

        return new(text, steps);
    }

    /// <summary>The value at this path; null when there is none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var at = root;
        foreach (var step in _steps)
        {
            if (step.Name is { } name)
            {
                if (at.Member(name) is not { } member)
                    return null;
                at = member;
            }
            else
            {
                if (at.ValueKind != JsonValueKind.Array || step.Index >= at.GetArrayLength())
                    return null;
                at = at[step.Index];
            }
        }

        return at;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static Step? Read(ReadOnlySpan<char> rest, out int length)
    {
        length = 0;
        if (rest[0] == '.')
        {
            var end = rest[1..].IndexOfAny('.', '[');
            length = end < 0 ? rest.Length : end + 1;
            return length > 1 ? new(rest[1..length].ToString(), 0) : null;
        }

        if (rest[0] != '[' || rest.Length < 3)
            return null;
        return rest[1] is '\'' or '"' ? Quoted(rest, out length) : Indexed(rest, out length);
    }

    private static Step? Quoted(ReadOnlySpan<char> rest, out int length)
    {
        var end = rest[2..].IndexOf(rest[1]);
        length = end + 4;
        return end >= 0 && length <= rest.Length && rest[length - 1] == ']' ? new(rest.Slice(2, end).ToString(), 0) : null;
    }

    private static Step? Indexed(ReadOnlySpan<char> rest, out int length)
    {
        length = rest.IndexOf(']') + 1;
        return length > 2 && int.TryParse(rest[1..(length - 1)], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new(null, index) : null;
    }

    /// <summary>A member's name, or an element's index when there is no name.</summary>
    private sealed record Step(string? Name, int Index);
}
