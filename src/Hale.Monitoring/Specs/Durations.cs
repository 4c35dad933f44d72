using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Hale.Monitoring.Specs;

/// <summary>
/// Durations as a person writes them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>14d</c>; whole numbers, each unit at most once,
/// larger ones first. A bare number is not a duration.
/// </summary>
public static class Durations
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>Reads a duration; false when <paramref name="text"/> is not one, or is longer than 100 years.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text))
            return false;
        const long limit = 36_525L * 86_400_000;
        long total = 0;
        var next = 0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 15)
                return false;
            var amount = long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? rest : rest[..letters];
            var index = UnitIndex(unit);
            if (index < next || amount > limit / Units[index].Milliseconds)
                return false;
            total += amount * Units[index].Milliseconds;
            if (total > limit)
                return false;
            next = index + 1;
            rest = rest[unit.Length..];
        }

        duration = TimeSpan.FromMilliseconds(total);
        return true;
    }

    /// <summary>The shortest spelling: <c>1h30m</c>, <c>90s</c> as <c>1m30s</c>, zero as <c>0s</c>. Parts of a millisecond are cut off.</summary>
    public static string Format(TimeSpan duration)
    {
        var rest = (long)duration.TotalMilliseconds;
        if (rest <= 0)
            return "0s";
        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Units)
        {
            if (rest < milliseconds)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"{rest / milliseconds}{unit}");
            rest %= milliseconds;
        }

        return text.ToString();
    }

    private static int UnitIndex(ReadOnlySpan<char> unit)
    {
        for (var i = 0; i < Units.Length; i++)
            if (unit.SequenceEqual(Units[i].Unit))
                return i;
        return -1;
    }
}
