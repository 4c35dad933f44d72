namespace Hale.Server.Rounds;

/// <summary>What is to be removed: single ones from before the one time, sums of days from before the other.</summary>
internal readonly record struct Cut(DateTimeOffset Singles, DateTimeOffset Sums);

/// <summary>What a room keeps at a moment.</summary>
/// <param name="Rolled">The last day that all series are summed up of; null when there is none.</param>
/// <param name="For">How long single ones are kept.</param>
/// <param name="SumsFor">How long sums are kept.</param>
internal readonly record struct Holding(OldestKept Oldest, DateOnly? Rolled, TimeSpan For, TimeSpan SumsFor);

/// <summary>
/// Decides what goes where the database has outgrown its limit. Single ones and sums of all rooms keep the same part of the time that they are meant to be kept for, so that
/// a month of results and a year of sums become half a month and half a year. Pure.
/// </summary>
internal static class DiskLimit
{
    // A fiftieth goes at once; then it is measured again.
    private const double Slice = 0.98;

    /// <summary>What age alone removes.</summary>
    public static Cut ByAge(Kept kept, DateTimeOffset now) => new(now - kept.For, now - kept.SumsFor);

    /// <summary>What size removes beyond that, room by room; null when nothing that may go is left in any: days that are not summed up stay.</summary>
    public static IReadOnlyList<Cut>? BySize(IReadOnlyList<Holding> holdings, DateTimeOffset now)
    {
        var part = holdings.Max(each => Part(each, now));
        Cut[] cuts = [.. holdings.Select(each => CutOf(each, part, now))];
        return holdings.Zip(cuts).Any(each => Goes(each.First, each.Second)) ? cuts : null;
    }

    private static Cut CutOf(Holding of, double part, DateTimeOffset now)
    {
        // Nothing is summed up yet.
        if (of.Rolled is not { } last)
            return new(now - of.For, now - of.SumsFor);
        var summed = Days.Start(last.AddDays(1));
        var singles = now - of.For * part;
        return new(singles < summed ? singles : summed, now - of.SumsFor * part);
    }

    private static bool Goes(Holding of, Cut cut) =>
        of.Oldest.Single < cut.Singles || (of.Oldest.Sum is { } sum && Days.Start(sum.AddDays(1)) <= cut.Sums);

    /// <summary>The part of their time that is left of a room's when a slice went.</summary>
    private static double Part(Holding of, DateTimeOffset now) => of.Rolled is null ? 0 : Math.Max(
        Part(of.Oldest.Single, of.For, TimeSpan.FromHours(1), now),
        Part(of.Oldest.Sum is { } day ? Days.Start(day) : null, of.SumsFor, TimeSpan.FromDays(1), now));

    /// <param name="least">The least that goes.</param>
    private static double Part(DateTimeOffset? since, TimeSpan keep, TimeSpan least, DateTimeOffset now)
    {
        var age = since is { } at ? now - at : TimeSpan.Zero;
        return Math.Max(0, Math.Min(age * Slice / keep, (age - least) / keep));
    }
}
