using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>One figure of a plugin's performance data.</summary>
/// <param name="Unit">As the plugin gives it: <c>s</c>, <c>ms</c>, <c>%</c>, <c>B</c>, <c>MB</c>, <c>c</c> …; empty for none.</param>
/// <param name="Warning">The range outside of which it warns, as the plugin gives it; null for none. Likewise <paramref name="Critical"/>.</param>
internal sealed record Metric(string Label, double Value, string Unit, string? Warning, string? Critical, double? Least, double? Most)
{
    /// <summary>As <c>details</c> show it.</summary>
    public IReadOnlyDictionary<string, object?> Shown()
    {
        var shown = new Dictionary<string, object?> { ["value"] = Value };
        Add("unit", Unit.Length > 0 ? Unit : null);
        Add("warning", Warning);
        Add("critical", Critical);
        Add("min", Least);
        Add("max", Most);
        return shown;

        void Add(string name, object? value)
        {
            if (value is not null)
                shown[name] = value;
        }
    }
}

/// <summary>
/// What a monitoring plugin says, as the Monitoring Plugins Development Guidelines have it: a line of text, performance data behind a bar, then more
/// lines of text, and more performance data behind another bar. What is no performance data is left out.
/// </summary>
/// <param name="Line">The first line's text.</param>
/// <param name="Metrics">By label; of one that comes twice, the last.</param>
internal sealed record NagiosOutput(string Line, IReadOnlyDictionary<string, Metric> Metrics)
{
    private const int MostMetrics = 100;
    private const int LongestLabel = 100;

    private static readonly SearchValues<char> Digits = SearchValues.Create("+-.0123456789");
    private static readonly SearchValues<char> Exponent = SearchValues.Create("+-0123456789");

    /// <param name="cut">Whether the text is not whole; then the last figure may not be, either.</param>
    public static NagiosOutput Read(string text, bool cut = false)
    {
        var lines = text.Split('\n');
        var (first, figures) = Part(lines[0]);
        var data = new StringBuilder(figures);
        var further = false;
        foreach (var line in lines.Skip(1))
        {
            if (further)
            {
                data.Append('\n').Append(line);
                continue;
            }

            var (_, more) = Part(line);
            further = line.Contains('|', StringComparison.Ordinal);
            data.Append('\n').Append(more);
        }

        var metrics = new Dictionary<string, Metric>(StringComparer.Ordinal);
        var words = Words(data.ToString());
        foreach (var word in cut ? words.SkipLast(1) : words)
            if (metrics.Count < MostMetrics && One(word) is { } metric)
                metrics[metric.Label] = metric;
        return new(first.Trim(), metrics);
    }

    private static (string Text, string Data) Part(string line) =>
        line.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar ? (line[..bar], line[(bar + 1)..]) : (line, "");

    /// <summary>Parts at blanks, but for those in quotes.</summary>
    private static List<string> Words(string data)
    {
        var words = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= data.Length; i++)
        {
            if (i < data.Length && data[i] == '\'')
                quoted = !quoted;
            if (i < data.Length && (quoted || !char.IsWhiteSpace(data[i])))
                continue;
            if (i > start)
                words.Add(data[start..i]);
            start = i + 1;
        }

        return words;
    }

    private static Metric? One(string word)
    {
        var sign = word.LastIndexOf('=');
        if (sign <= 0 || Label(word[..sign]) is not { } label)
            return null;
        var parts = word[(sign + 1)..].Split(';');
        var length = Length(parts[0]);
        var (number, unit) = (parts[0][..length], parts[0][length..]);
        return Number(number) is { } value && unit.Length <= 10
            ? new(label, value, unit, Range(parts, 1), Range(parts, 2), Number(parts.ElementAtOrDefault(3)), Number(parts.ElementAtOrDefault(4)))
            : null;
    }

    /// <summary>How much of it is the number: an exponent belongs to it, other letters are the unit.</summary>
    private static int Length(ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExcept(Digits);
        if (digits < 0)
            return text.Length;
        if (digits + 1 >= text.Length || text[digits] is not ('e' or 'E'))
            return digits;
        var exponent = text[(digits + 1)..].IndexOfAnyExcept(Exponent);
        return exponent == 0 ? digits : exponent < 0 ? text.Length : digits + 1 + exponent;
    }

    private static string? Label(string text)
    {
        var label = text is ['\'', .., '\''] && text.Length > 2 ? text[1..^1].Replace("''", "'", StringComparison.Ordinal) : text;
        return label.Length is > 0 and <= LongestLabel && !label.Any(char.IsControl) ? label : null;
    }

    private static string? Range(string[] parts, int at) => parts.ElementAtOrDefault(at) is { Length: > 0 and <= 50 } range ? range : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value) ? value : null;
}
