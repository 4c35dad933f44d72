using Hale.Server.Rounds;

namespace Hale.Server.History.Keeping;

/// <summary>What is to be removed: results, and what failed checks saw, from before the one time; sums, changes of status and runs from before the other.</summary>
internal readonly record struct Cut(DateTimeOffset Results, DateTimeOffset Sums);

/// <summary>
/// Decides what goes where the database has outgrown its limit. Results and sums keep the same part of the time that they are meant to be kept for, so that a month of results
/// and a year of sums become half a month and half a year. Pure.
/// </summary>
internal static class DiskLimit
{
    // A fiftieth goes at once; then it is measured again.
    private const double Slice = 0.98;

    /// <summary>What age alone removes.</summary>
    public static Cut ByAge(HistoryOptions options, DateTimeOffset now) => new(now - options.Keep, now - options.KeepSums);

    /// <summary>What size removes beyond that; null when nothing that may go is left: days that are not summed up stay.</summary>
    /// <param name="rolled">The last day that all series are summed up of.</param>
    public static Cut? BySize(OldestKept oldest, DateOnly? rolled, HistoryOptions options, DateTimeOffset now)
    {
        if (rolled is not { } last)
            return null;
        var part = Math.Max(
            Part(oldest.Result, options.Keep, TimeSpan.FromHours(1), now),
            Part(oldest.Sum is { } day ? Days.Start(day) : null, options.KeepSums, TimeSpan.FromDays(1), now));
        var summed = Days.Start(last.AddDays(1));
        var results = now - options.Keep * part;
        var cut = new Cut(results < summed ? results : summed, now - options.KeepSums * part);
        return oldest.Result < cut.Results || (oldest.Sum is { } sum && Days.Start(sum.AddDays(1)) <= cut.Sums) ? cut : null;
    }

    /// <summary>The part of their time that is left when a slice went.</summary>
    /// <param name="least">The least that goes.</param>
    private static double Part(DateTimeOffset? since, TimeSpan keep, TimeSpan least, DateTimeOffset now)
    {
        var age = since is { } at ? now - at : TimeSpan.Zero;
        return Math.Max(0, Math.Min(age * Slice / keep, (age - least) / keep));
    }
}
