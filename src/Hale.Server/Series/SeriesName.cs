using System.Text;

namespace Hale.Server.Series;

/// <summary>
/// What a series is called, by Prometheus' rules: a metric's name, and labels in the order of their names. A label without a value is none. There may be one to every
/// service, so its text is made when it is asked for.
/// </summary>
internal sealed class SeriesName : IEquatable<SeriesName>
{
    /// <summary>The label that a metric's name is, where one is asked for by labels.</summary>
    public const string MetricLabel = "__name__";

    /// <summary>The most characters of a metric's and of a label's name.</summary>
    public const int LongestName = 200;

    /// <summary>The most characters of a label's value.</summary>
    public const int LongestValue = 1_000;

    /// <summary>The most labels.</summary>
    public const int MostLabels = 30;

    private readonly (string Name, string Value)[] _labels;

    private SeriesName(string metric, (string Name, string Value)[] labels) => (Metric, _labels) = (metric, labels);

    public string Metric { get; }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<(string Name, string Value)> Labels => _labels;

    /// <summary>The whole as Prometheus writes it: <c>up{job="api"}</c>. Equal names have equal texts.</summary>
    public string Text => Write(Metric, _labels);

    /// <summary>A label's value, empty where there is none; the metric's name as <c>__name__</c>.</summary>
    public string this[string label]
    {
        get
        {
            if (label == MetricLabel)
                return Metric;
            foreach (var (name, value) in _labels)
            {
                if (name == label)
                    return value;
            }

            return "";
        }
    }

    /// <summary>A name that is known to be a good one.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static SeriesName Of(string metric, params IReadOnlyList<(string Name, string Value)> labels) =>
        TryMake(metric, labels, out var problem) ?? throw new ArgumentException(problem, nameof(metric));

    /// <summary>Makes a name; null, and why, where it is against the rules.</summary>
    public static SeriesName? TryMake(string metric, IEnumerable<(string Name, string Value)> labels, out string? problem)
    {
        var sorted = labels.Where(label => label.Value.Length > 0).OrderBy(label => label.Name, StringComparer.Ordinal).ToArray();
        problem = Problem(metric, sorted);
        return problem is null ? new(metric, sorted) : null;
    }

    /// <summary>Reads what <see cref="Text"/> is.</summary>
    /// <exception cref="InvalidDataException">It is no name.</exception>
    public static SeriesName Read(string text)
    {
        var begin = text.IndexOf('{', StringComparison.Ordinal);
        if (begin >= 0 && text[^1] != '}')
            throw new InvalidDataException($"the series {text} has no good name: its labels do not end");
        var labels = new List<(string, string)>();
        for (var place = begin < 0 ? text.Length : begin + 1; place < text.Length && text[place] != '}';)
            labels.Add(ReadLabel(text, ref place));
        return TryMake(Shared(begin < 0 ? text : text[..begin]), labels, out var problem) ?? throw new InvalidDataException($"the series {text} has no good name: {problem}");
    }

    /// <summary>Whether it is the name of these, the labels in their order.</summary>
    public bool Is(string metric, params ReadOnlySpan<(string Name, string Value)> labels) => Metric == metric && labels.SequenceEqual(_labels);

    /// <summary>The hash code of such a name.</summary>
    public static int HashOf(string metric, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var hash = default(HashCode);
        hash.Add(metric);
        foreach (var (name, value) in labels)
        {
            hash.Add(name);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public bool Equals(SeriesName? other) => other is not null && Is(other.Metric, other._labels);

    public override bool Equals(object? obj) => Equals(obj as SeriesName);

    public override int GetHashCode() => HashOf(Metric, _labels);

    public override string ToString() => Text;

    private static string? Problem(string metric, (string Name, string Value)[] labels)
    {
        if (!IsName(metric, colons: true))
            return $"found name \"{metric}\"; allowed: letters, digits, _ and :, no digit first, at most {LongestName} characters";
        if (labels.Length > MostLabels)
            return $"found {labels.Length} labels; allowed: at most {MostLabels}";
        for (var i = 0; i < labels.Length; i++)
        {
            var (name, value) = labels[i];
            if (!IsName(name, colons: false) || name.StartsWith("__", StringComparison.Ordinal))
                return $"found label \"{name}\"; allowed: letters, digits and _, no digit and not __ first, at most {LongestName} characters";
            if (i > 0 && labels[i - 1].Name == name)
                return $"found label \"{name}\" twice; allowed: once";
            if (value.Length > LongestValue)
                return $"found a value of {value.Length} characters of label \"{name}\"; allowed: at most {LongestValue}";
        }

        return null;
    }

    private static bool IsName(string text, bool colons) =>
        text.Length is > 0 and <= LongestName && !char.IsAsciiDigit(text[0]) && text.All(each => char.IsAsciiLetterOrDigit(each) || each == '_' || (colons && each == ':'));

    private static string Write(string metric, (string Name, string Value)[] labels)
    {
        if (labels.Length == 0)
            return metric;
        var text = new StringBuilder(metric).Append('{');
        foreach (var (name, value) in labels)
        {
            text.Append(text[^1] == '{' ? "" : ",").Append(name).Append("=\"");
            foreach (var each in value)
                text.Append(each switch { '\\' => "\\\\", '"' => "\\\"", '\n' => "\\n", _ => each.ToString() });
            text.Append('"');
        }

        return text.Append('}').ToString();
    }

    // name="value" and the comma behind it.
    private static (string Name, string Value) ReadLabel(string text, ref int place)
    {
        var sign = text.IndexOf("=\"", place, StringComparison.Ordinal);
        if (sign < 0)
            throw new InvalidDataException($"the series {text} has no good name: a label has no value");
        var (name, value) = (text[place..sign], new StringBuilder());
        for (place = sign + 2; ; place++)
        {
            if (place >= text.Length - 1)
                throw new InvalidDataException($"the series {text} has no good name: a label's value does not end");
            if (text[place] == '"')
                break;
            value.Append(text[place] != '\\' ? text[place] : text[++place] == 'n' ? '\n' : text[place]);
        }

        place += text[place + 1] == ',' ? 2 : 1;
        return (Shared(name), value.ToString());
    }

    // What Hale's own metrics and their labels are called is in the program already.
    private static string Shared(string name) => string.IsInterned(name) ?? name;
}
