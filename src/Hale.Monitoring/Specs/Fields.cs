using System.Globalization;

namespace Hale.Monitoring.Specs;

/// <summary>
/// Reads a mapping field by field and remembers which fields were asked for, so that <see cref="Done"/> can name what is left over together with
/// the nearest known name. Every getter reports its own problem and then answers null, so that one pass finds everything.
/// </summary>
public sealed class Fields
{
    private readonly MapNode? _map;
    private readonly Problems _problems;
    private readonly List<string> _known = [];
    private readonly HashSet<string> _ignored = [];

    /// <summary>Opens <paramref name="node"/>; reports a problem when it is not a mapping. Null and nothing are an empty mapping.</summary>
    /// <param name="path">The dotted path of the mapping; empty at the top.</param>
    public Fields(Node? node, string path, Problems problems)
    {
        Path = path;
        _problems = problems;
        _map = node as MapNode;
        if (_map is null && node is not null and not ScalarNode { Kind: ScalarKind.Null })
            problems.Add(path, $"must be a mapping, found {node.Found}", node.At);
    }

    /// <summary>The dotted path of this mapping.</summary>
    public string Path { get; }

    /// <summary>Where this mapping stands.</summary>
    public Mark? At => _map?.At;

    /// <summary>The mapping's entries, for mappings whose keys are names a person chose.</summary>
    public IReadOnlyList<MapEntry> Entries => _map?.Entries ?? [];

    /// <summary>The dotted path of a field of this mapping.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Names fields that may be there and are not read: those that are read-only.</summary>
    public void Ignore(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            _ignored.Add(key);
    }

    /// <summary>The raw value, or null when the field is absent or nothing.</summary>
    public Node? Raw(string key)
    {
        if (!_known.Contains(key))
            _known.Add(key);
        return _map?.Find(key) is { } node and not ScalarNode { Kind: ScalarKind.Null } ? node : null;
    }

    /// <summary>Text. A number or a truth value is taken as it is written, but where the format tells them apart, as JSON does: there it is a problem.</summary>
    public string? Text(string key)
    {
        switch (Raw(key))
        {
            case null:
                return null;
            case ScalarNode { IsText: true } scalar:
                return scalar.Text;
            case var other:
                Wrong(key, other, "text");
                return null;
        }
    }

    /// <summary>One of a few words.</summary>
    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> words) where T : struct
    {
        if (Raw(key) is not { } node)
            return null;
        if (node is ScalarNode scalar && words.TryGetValue(scalar.Text, out var value))
            return value;
        Wrong(key, node, string.Join(" or ", words.Keys));
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool? Bool(string key)
    {
        if (Raw(key) is not { } node)
            return null;
        if (node is ScalarNode { Kind: ScalarKind.Bool } scalar)
            return scalar.Text == "true";
        Wrong(key, node, "true or false");
        return null;
    }

    /// <summary>A whole number within limits.</summary>
    public int? Int(string key, int min, int max)
    {
        if (Raw(key) is not { } node)
            return null;
        if (node is ScalarNode { Kind: ScalarKind.Number } scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
            return value;
        Wrong(key, node, $"a whole number from {min} to {max}");
        return null;
    }

    /// <summary>A duration within limits. A bare number is a problem: it has no unit.</summary>
    public TimeSpan? Duration(string key, TimeSpan min, TimeSpan max)
    {
        if (Raw(key) is not { } node)
            return null;
        if (node is ScalarNode { Kind: ScalarKind.Text } scalar && Durations.TryParse(scalar.Text, out var value) && value >= min && value <= max)
            return value;
        Wrong(key, node, $"a duration from {Durations.Format(min)} to {Durations.Format(max)}, such as 30s, 5m or 1h30m");
        return null;
    }

    /// <summary>A size of at least a byte, in bytes. A bare number is a problem: it has no unit.</summary>
    public long? Size(string key)
    {
        if (Raw(key) is not { } node)
            return null;
        if (node is ScalarNode scalar && Sizes.TryParse(scalar.Text, out var bytes))
            return bytes;
        Wrong(key, node, "a size such as 512MB or 1.5GB");
        return null;
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        switch (Raw(key))
        {
            case null:
                return null;
            case ListNode list:
                var texts = new List<string>(list.Items.Count);
                for (var i = 0; i < list.Items.Count; i++)
                    if (list.Items[i] is ScalarNode { IsText: true } item)
                        texts.Add(item.Text);
                    else
                        Wrong($"{key}[{i}]", list.Items[i], "text");
                return texts;
            case var other:
                Wrong(key, other, "a list");
                return null;
        }
    }

    /// <summary>A mapping of names to texts, in the order of names.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(string key)
    {
        switch (Raw(key))
        {
            case null:
                return null;
            case MapNode map:
                var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
                foreach (var entry in map.Entries)
                    if (entry.Value is ScalarNode { IsText: true } value)
                        texts[entry.Key] = value.Text;
                    else
                        Wrong($"{key}.{entry.Key}", entry.Value, "text");
                return texts;
            case var other:
                Wrong(key, other, "a mapping of names to texts");
                return null;
        }
    }

    /// <summary>A mapping field, opened; an absent one is empty.</summary>
    public Fields Map(string key) => new(Raw(key), PathOf(key), _problems);

    /// <summary>Reports that a field is needed when it is absent.</summary>
    public bool Require(string key, string what)
    {
        if (Raw(key) is not null)
            return true;
        if (_map?.Find(key) is null || _map.Find(key) is ScalarNode { Kind: ScalarKind.Null })
            _problems.Add(PathOf(key), $"is missing; needed: {what}", At);
        return false;
    }

    /// <summary>Reports a value that can't be used, with what was found and what is allowed.</summary>
    public void Wrong(string key, Node found, string allowed) =>
        _problems.Add(PathOf(key), $"found {found.Found}; allowed: {allowed}", found.At);

    /// <summary>Reports every field that nobody asked for, with the nearest known name.</summary>
    public void Done()
    {
        foreach (var entry in Entries)
        {
            if (_known.Contains(entry.Key) || _ignored.Contains(entry.Key))
                continue;
            var near = Names.Nearest(entry.Key, _known);
            _problems.Add(
                PathOf(entry.Key),
                $"unknown key; {(near is null ? "" : $"did you mean {near}? ")}allowed: {string.Join(", ", _known.Order(StringComparer.Ordinal))}",
                entry.KeyAt);
        }
    }
}
