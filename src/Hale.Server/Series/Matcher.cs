using System.Text.RegularExpressions;

namespace Hale.Server.Series;

/// <summary>How a matcher compares.</summary>
internal enum MatchKind
{
    Equal,
    NotEqual,
    Like,
    NotLike,
}

/// <summary>Which series are meant, by one label, as Prometheus has it: a missing label is an empty one, and a pattern fits the whole value.</summary>
internal sealed class Matcher
{
    private readonly Regex? _pattern;

    private Matcher(string label, MatchKind kind, string value, Regex? pattern) => (Label, Kind, Value, _pattern) = (label, kind, value, pattern);

    public string Label { get; }

    public MatchKind Kind { get; }

    public string Value { get; }

    /// <summary>Exactly one value.</summary>
    public static Matcher Is(string label, string value) => new(label, MatchKind.Equal, value, null);

    /// <summary>Makes a matcher; null, and why, where the pattern can't be read. Patterns are without look-around and references back, so that none takes long.</summary>
    public static Matcher? TryMake(string label, MatchKind kind, string value, out string? problem)
    {
        problem = null;
        if (kind is MatchKind.Equal or MatchKind.NotEqual)
            return new(label, kind, value, null);
        try
        {
            return new(label, kind, value, new Regex($@"\A(?s:{value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            problem = $"found the pattern \"{value}\"; allowed: a regular expression without look-around and references back ({error.Message})";
            return null;
        }
    }

    public bool Fits(SeriesName name)
    {
        var value = name[Label];
        return Kind switch
        {
            MatchKind.Equal => value == Value,
            MatchKind.NotEqual => value != Value,
            MatchKind.Like => _pattern!.IsMatch(value),
            _ => !_pattern!.IsMatch(value),
        };
    }
}
