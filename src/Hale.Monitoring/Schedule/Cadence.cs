namespace Hale.Monitoring.Schedule;

/// <summary>When checks are due. Pure; moments are spans on the monotonic clock since the watch was made, so a wall clock that jumps moves nothing.</summary>
internal static class Cadence
{
    /// <summary>First checks at a launch take at least this long in all, unless the interval is shorter.</summary>
    private static readonly TimeSpan LeastSpread = TimeSpan.FromSeconds(5);

    /// <summary>The delay after the first failure.</summary>
    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(1);

    /// <summary>First checks per second, at a launch and when many are added at once.</summary>
    private const int MostPerSecond = 2000;

    /// <summary>What part of the interval the first checks of very many may take: in the rest of it the last of them end.</summary>
    private const double MostOfInterval = 0.9;

    /// <summary>The least time from one first check to the next, on average.</summary>
    public static TimeSpan BetweenFirsts { get; } = TimeSpan.FromSeconds(1) / MostPerSecond;

    /// <summary>
    /// How long the first checks of a launch are spread: 5 s, the interval at most; over more where that would be above 2,000 a second, nine tenths of the
    /// interval at most, so that all have ended within it.
    /// </summary>
    public static TimeSpan Spread(int count, TimeSpan interval)
    {
        var fair = TimeSpan.FromSeconds((double)count / MostPerSecond);
        var few = LeastSpread < interval ? LeastSpread : interval;
        var many = fair < interval * MostOfInterval ? fair : interval * MostOfInterval;
        return few > many ? few : many;
    }

    /// <summary>
    /// The first check of one of <paramref name="count"/> at a launch, and the tick that anchors its later ones. They come in the same order, and
    /// the second comes after the first by the spread at least and the interval at most: no double check, and no gap longer than the interval.
    /// </summary>
    /// <param name="place">Where it stands among all, from 0 to 1.</param>
    public static (TimeSpan First, TimeSpan Anchor) AtLaunch(double place, int count, TimeSpan interval, TimeSpan now)
    {
        var spread = Spread(count, interval);
        return (now + (place * spread), now + spread + (place * interval));
    }

    /// <summary>The first regular tick after <paramref name="after"/>: a whole number of intervals from the anchor.</summary>
    public static TimeSpan Regular(TimeSpan anchor, TimeSpan interval, TimeSpan after)
    {
        var steps = (after.Ticks - anchor.Ticks) / interval.Ticks;
        var tick = anchor.Ticks + (steps * interval.Ticks);
        while (tick <= after.Ticks)
            tick += interval.Ticks;
        while (tick - interval.Ticks > after.Ticks)
            tick -= interval.Ticks;
        return TimeSpan.FromTicks(tick);
    }

    /// <summary>From the end of a failed check to the next try: 1 s, 2 s, 4 s … ±10 %, the tick that it is planned for included; the interval at most.</summary>
    /// <param name="failures">Failures in a row, this one included.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan Early(int failures, TimeSpan interval, double random)
    {
        var delay = FirstTry * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        var chosen = (delay * 0.9) + (((delay * 0.2) - Timetable.Tick) * random);
        return chosen < interval ? chosen : interval;
    }

    /// <summary>Whether the try after so many failures comes sooner than the interval would have it.</summary>
    public static bool IsEarly(int failures, TimeSpan interval) => FirstTry * Math.Pow(2, Math.Clamp(failures - 1, 0, 30)) < interval;

    /// <summary>
    /// Where each stands among all of its interval: in the order of <see cref="Place"/> and one as far from the next as the others. The same fleet
    /// has the same places after a restart, and one that grew a little nearly the same.
    /// </summary>
    public static double[] Places(IReadOnlyList<(string Key, TimeSpan Interval)> all)
    {
        var order = Enumerable.Range(0, all.Count).ToArray();
        Array.Sort(all.Select(each => (each.Interval, Place(each.Key), each.Key)).ToArray(), order);
        var places = new double[all.Count];
        for (var (from, to) = (0, 0); from < order.Length; from = to)
        {
            while (to < order.Length && all[order[to]].Interval == all[order[from]].Interval)
                to++;
            for (var i = from; i < to; i++)
                places[order[i]] = (i - from + 0.5) / (to - from);
        }

        return places;
    }

    /// <summary>
    /// Where a key stands among all, from 0 to 1, the same for ever: FNV-1a of 64 bits (draft-eastlake-fnv), then the finalizer of MurmurHash3
    /// (Austin Appleby, public domain), because FNV alone leaves the high bits of like keys alike.
    /// </summary>
    public static double Place(string key)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var unit in key)
            hash = (hash ^ unit) * 1_099_511_628_211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        hash ^= hash >> 33;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
