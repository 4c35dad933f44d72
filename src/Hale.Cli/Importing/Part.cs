using System.Globalization;
using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>
/// A mapping of a source, read field by field. It remembers which fields were asked for, so that <see cref="Done"/> tells of the rest; values are never told, for any of
/// them may be a credential.
/// </summary>
/// <param name="loose">
/// Whether names are the same whichever way their words are put together: <c>retry_interval</c>, <c>retryInterval</c>; asked for as <c>retryinterval</c>.
/// </param>
internal sealed partial class Part(MapNode map, string item, string path, Harvest harvest, bool loose = false)
{
    private static readonly Dictionary<string, double> Seconds = new()
    {
        ["ns"] = 1e-9,
        ["us"] = 1e-6,
        ["µs"] = 1e-6,
        ["ms"] = 1e-3,
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
        ["d"] = 86_400,
        ["w"] = 604_800,
        ["y"] = 31_536_000,
    };

    private readonly Dictionary<string, MapEntry> _entries = map.Entries.GroupBy(entry => loose ? Folded(entry.Key) : entry.Key)
        .ToDictionary(group => group.Key, group => group.First());

    private readonly HashSet<string> _read = [];

    /// <summary>The value, or null when the field is absent or nothing.</summary>
    public Node? Raw(string key)
    {
        _read.Add(key);
        return _entries.TryGetValue(key, out var entry) && entry.Value is not ScalarNode { Kind: ScalarKind.Null } ? entry.Value : null;
    }

    /// <summary>Text; a number or a truth value is taken as it is written, and an empty text is none.</summary>
    public string? Text(string key) => Scalar(key, "text") is { Length: > 0 } text ? text : null;

    /// <summary>A number.</summary>
    public double? Number(string key)
    {
        if (Scalar(key, "a number") is not { Length: > 0 } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        Tell(key, "found a text; allowed: a number");
        return null;
    }

    /// <summary>Whether it is on: <c>true</c>, or 1 as databases have it. Absent is what the tool takes it for.</summary>
    public bool Bool(string key, bool absent = false) => Scalar(key, "true or false") switch
    {
        null or "" => absent,
        var text => text.ToUpperInvariant() is "TRUE" or "1" or "YES" or "ON",
    };

    /// <summary>A duration as Go and Prometheus write it; a bare number is of seconds.</summary>
    public TimeSpan? Duration(string key)
    {
        if (Scalar(key, "a duration") is not { Length: > 0 } text)
            return null;
        if (ParseDuration(text) is { } duration)
            return duration;
        Tell(key, "found a text; allowed: a duration such as 30s or 1m30s");
        return null;
    }

    /// <summary>A mapping within; null when there is none.</summary>
    public Part? Map(string key)
    {
        switch (Raw(key))
        {
            case null:
                return null;
            case MapNode inner:
                return new(inner, item, PathOf(key), harvest);
            case var other:
                Tell(key, $"found {Kind(other)}; allowed: a mapping");
                return null;
        }
    }

    /// <summary>A list; one value alone is a list of one.</summary>
    public IReadOnlyList<Node> List(string key) => Raw(key) switch
    {
        null => [],
        ListNode list => list.Items,
        var one => [one],
    };

    /// <summary>A list of texts; what is none is left out and told.</summary>
    public IReadOnlyList<string> TextList(string key)
    {
        var texts = new List<string>();
        foreach (var (index, node) in List(key).Index())
            if (node is ScalarNode { Kind: not ScalarKind.Null } scalar)
                texts.Add(scalar.Text);
            else
                Tell($"{key}[{index}]", $"found {Kind(node)}; allowed: text");
        return texts;
    }

    /// <summary>Names and texts.</summary>
    public IReadOnlyDictionary<string, string> Texts(string key)
    {
        var texts = new Dictionary<string, string>();
        foreach (var entry in (Raw(key) as MapNode)?.Entries ?? [])
            if (entry.Value is ScalarNode scalar)
                texts[entry.Key] = scalar.Kind == ScalarKind.Null ? "" : scalar.Text;
            else
                Tell($"{key}.{entry.Key}", $"found {Kind(entry.Value)}; allowed: text");
        return texts;
    }

    /// <summary>Lets fields pass that say nothing of what is watched.</summary>
    public void Ignore(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            _read.Add(key);
    }

    /// <summary>Tells that a field is left behind, where it is there and says something.</summary>
    public void Lose(string key, string why)
    {
        if (Raw(key) is { } node && !IsOff(node))
            harvest.Lose(item, PathOf(key), why);
    }

    /// <summary>Tells that a field is carried over otherwise than it was.</summary>
    public void Tell(string key, string message) => harvest.Tell(item, PathOf(key), message);

    /// <summary>Tells of every field that nobody asked for.</summary>
    public void Done(string why = "Hale has nothing that corresponds")
    {
        foreach (var key in _entries.Keys)
            if (!_read.Contains(key))
                Lose(key, why);
    }

    /// <summary>A duration as Go and Prometheus write it; null when it is none, or longer than a hundred years.</summary>
    public static TimeSpan? ParseDuration(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var bare))
            return bare < 3_155_760_000 ? TimeSpan.FromSeconds(bare) : null;
        if (!DurationRegex().IsMatch(text))
            return null;
        var seconds = PieceRegex().Matches(text)
            .Sum(piece => double.Parse(piece.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Seconds[piece.Groups[2].Value]);
        return seconds < 3_155_760_000 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private string? Scalar(string key, string allowed)
    {
        switch (Raw(key))
        {
            case null:
                return null;
            case ScalarNode scalar:
                return scalar.Text;
            case var other:
                Tell(key, $"found {Kind(other)}; allowed: {allowed}");
                return null;
        }
    }

    private string PathOf(string key)
    {
        var name = _entries.TryGetValue(key, out var entry) ? entry.Key : key;
        return path.Length == 0 ? name : $"{path}.{name}";
    }

    private static string Folded(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Kind(Node node) => node is ScalarNode ? "one value" : node.Found;

    private static bool IsOff(Node node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Bool } scalar => !scalar.Text.StartsWith("t", StringComparison.OrdinalIgnoreCase),
        ScalarNode scalar => scalar.Text.Length == 0,
        ListNode list => list.Items.Count == 0,
        MapNode inner => inner.Entries.Count == 0,
        _ => false,
    };

    [GeneratedRegex(@"^([0-9]{1,12}(\.[0-9]{1,9})?(ns|us|µs|ms|s|m|h|d|w|y))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex DurationRegex();

    [GeneratedRegex("([0-9.]+)(ns|us|µs|ms|s|m|h|d|w|y)", RegexOptions.CultureInvariant)]
    private static partial Regex PieceRegex();
}
