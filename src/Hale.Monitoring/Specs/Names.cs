using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Hale.Monitoring.Specs;

/// <summary>What an id may look like, and which known name a mistyped one was meant to be.</summary>
public static partial class Names
{
    /// <summary>What an id must look like: safe as a URL segment, a NATS token and a label's value.</summary>
    public const string IdPattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";

    /// <summary>Whether <paramref name="id"/> is an id.</summary>
    public static bool IsId([NotNullWhen(true)] string? id) => id is not null && IdRegex().IsMatch(id);

    /// <summary>The known name nearest to <paramref name="name"/> by edits (Levenshtein), when it is near enough to be a slip; else null.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Max(1, Math.Min(3, name.Length / 2)) + 1;
        foreach (var candidate in known)
        {
            var distance = Distance(name, candidate, least);
            if (distance >= least)
                continue;
            least = distance;
            best = candidate;
        }

        return best;
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdRegex();

    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit || a.Length > 100)
            return limit;
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var swap = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(swap, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
