using System.Globalization;

namespace Hale.Monitoring.Checks.Http;

/// <summary>Which HTTP statuses are a success: <c>200-299,401</c>.</summary>
internal sealed class StatusSet
{
    /// <summary>A service's default.</summary>
    public static readonly StatusSet Service = new("200-299", [(200, 299)]);

    /// <summary>A target's default.</summary>
    public static readonly StatusSet Target = new("200", [(200, 200)]);

    private readonly string _text;
    private readonly (int From, int To)[] _ranges;

    private StatusSet(string text, (int From, int To)[] ranges)
    {
        _text = text;
        _ranges = ranges;
    }

    /// <summary>Reads statuses and ranges from 100 to 599 with commas between; null when <paramref name="text"/> is something else.</summary>
    public static StatusSet? Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var ranges = new (int From, int To)[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var ends = parts[i].Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryStatus(ends[0], out var from) || !TryStatus(ends[^1], out var to) || from > to)
                return null;
            ranges[i] = (from, to);
        }

        return new(text, ranges);
    }

    public bool Contains(int status)
    {
        foreach (var (from, to) in _ranges)
            if (status >= from && status <= to)
                return true;
        return false;
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static bool TryStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 100 and <= 599;
}
