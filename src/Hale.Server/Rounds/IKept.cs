namespace Hale.Server.Rounds;

/// <summary>How far back the past is kept.</summary>
/// <param name="Single">When the last one of the oldest chunk was; null when there is no chunk.</param>
/// <param name="Sum">The oldest day that is summed up; null when there is none.</param>
internal readonly record struct OldestKept(DateTimeOffset? Single, DateOnly? Sum);

/// <summary>A store of what is seen one by one, packed by the hundreds, and then summed up by days; both go when their time is over.</summary>
internal interface IKept
{
    /// <summary>The last day of which all series are summed up; null when there is none.</summary>
    ValueTask<DateOnly?> RolledAsync(CancellationToken cancel);

    /// <summary>What is oldest of what is kept of living series.</summary>
    ValueTask<OldestKept> OldestAsync(CancellationToken cancel);

    /// <summary>
    /// Removes what forgotten series left behind, single ones older than <paramref name="before"/>, and days older than <paramref name="sumsBefore"/>, at most about
    /// <paramref name="most"/> rows; answers how many, 0 when nothing is left to remove. A chunk goes when its last one is older. Room that becomes free is used
    /// again, and given back to the disk where it is much.
    /// </summary>
    ValueTask<int> PruneAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel);
}

/// <summary>What a room keeps, and for how long.</summary>
/// <param name="For">How long single ones are kept.</param>
/// <param name="SumsFor">How long sums are kept, and what goes with them.</param>
internal sealed record Kept(IKept Store, TimeSpan For, TimeSpan SumsFor);
