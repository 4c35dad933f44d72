namespace Hale.Server.History.Asking;

/// <summary>Says whether latencies rise or fall. Pure.</summary>
internal static class Trending
{
    /// <summary>Into how many steps a window is parted: every hour of three days, every three hours of a week.</summary>
    public const int Points = 72;

    private const int Fewest = 6;

    /// <summary>
    /// By how many milliseconds the median latency rises a day: the median of the slopes between all pairs of steps (Theil 1950, Sen 1968), which a few wild
    /// steps don't move. Null for fewer than six steps with an answer.
    /// </summary>
    public static double? SlopeMsPerDay(IReadOnlyList<Point> points)
    {
        var known = points.Where(point => point.LatencyMs is not null).Select(point => (Day: point.At.ToUnixTimeMilliseconds() / 86_400_000.0, point.LatencyMs!.P50)).ToArray();
        if (known.Length < Fewest)
            return null;
        var slopes = new List<double>(known.Length * (known.Length - 1) / 2);
        for (var i = 0; i < known.Length; i++)
        {
            for (var j = i + 1; j < known.Length; j++)
                slopes.Add((known[j].P50 - known[i].P50) / (known[j].Day - known[i].Day));
        }

        slopes.Sort();
        var middle = slopes.Count / 2;
        return slopes.Count % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
    }
}
