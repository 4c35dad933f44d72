using System.Globalization;
using System.Text.RegularExpressions;

namespace Hale.Monitoring.Specs;

/// <summary>Sizes as people write them: <c>512MB</c>, <c>1.5GB</c>. A kilobyte has 1024 bytes, and <c>KiB</c> is another word for it.</summary>
public static partial class Sizes
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Reads a size of at least a byte.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (SizeRegex().Match(text) is not { Success: true } match || !double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var number))
            return false;
        var unit = Array.IndexOf(Units, match.Groups[2].Value.Replace("i", "", StringComparison.Ordinal));
        var size = number * Math.Pow(1024, unit);
        if (size is < 1 or > 1L << 60)
            return false;
        bytes = (long)size;
        return true;
    }

    /// <summary>The shortest spelling, to two digits behind the point at most.</summary>
    public static string Format(long bytes)
    {
        var unit = 0;
        double size = bytes;
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
            size /= 1024;
        return size.ToString("0.##", CultureInfo.InvariantCulture) + Units[unit];
    }

    /// <summary>The shortest spelling that is read as the same number of bytes again.</summary>
    public static string Exact(long bytes) => Format(bytes) is var text && TryParse(text, out var same) && same == bytes ? text : $"{bytes}B";

    [GeneratedRegex(@"^(\d{1,15}(?:\.\d{1,6})?) ?(B|[KMGT]i?B)\z", RegexOptions.CultureInvariant)]
    private static partial Regex SizeRegex();
}
