using Hale.Monitoring.Flow;
using Hale.Monitoring.Watch;

namespace Hale.Server;

/// <summary>
/// Gives back what a large hub's heap has taken and holds nothing in. While the first round runs, what will last is made among what will not, and much of both grows
/// old; afterwards so little does that a collection of the old comes about never, and what the round left would stay.
/// </summary>
internal sealed partial class HubMemory(Func<WatchFigures> watch, Vitals vitals, TimeProvider time, ILogger<HubMemory> logger)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly Thrift _thrift = new();

    /// <summary>Gives back what the start took: what was read then is several times what is kept.</summary>
    public void Begin() => _thrift.Collected(time.GetUtcNow(), Collect(), afterRound: false);

    /// <summary>Looks every ten seconds whether a collection is worth its pause.</summary>
    public Task RunAsync(CancellationToken stopping) =>
        new Loop(vitals.Loop("memory", TimeSpan.FromMinutes(1)), time, logger).RunAsync(TurnAsync, stopping);

    private static long Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    private async ValueTask<bool> TurnAsync(CancellationToken stopping)
    {
        await Task.Delay(BetweenLooks, time, stopping);
        var (now, taken) = (time.GetUtcNow(), GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        if (!_thrift.IsWorth(now, watch(), taken))
            return true;
        var started = time.GetTimestamp();
        var live = Collect();
        _thrift.Collected(now, live, afterRound: true);
        Gave(logger, (taken - GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes) / 1_000_000, live / 1_000_000, (long)time.GetElapsedTime(started).TotalMilliseconds);
        return true;
    }

    [LoggerMessage(2104, LogLevel.Information, "Gave back {Megabytes} MB that nothing was held in; {Live} MB are in use. All else waited {Milliseconds} ms")]
    private static partial void Gave(ILogger logger, long megabytes, long live, long milliseconds);
}

/// <summary>When to give memory back. Pure but for what it has done.</summary>
internal sealed class Thrift
{
    /// <summary>Of fewer services it is too little to stop for.</summary>
    public const int FewestServices = 5_000;

    /// <summary>Between two collections after the first round: each is a pause of some hundred milliseconds for a hundred thousand services.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMinutes(10);

    // Bytes; as much as garbage comes and goes in.
    private const long Ebb = 16_000_000;

    private long? _live;
    private DateTimeOffset? _last;

    /// <summary>
    /// Once everything was checked for the first time, and half of it again, so that all that came of it is written; then at most every ten minutes: when a quarter
    /// more is taken than was in use after the last collection, and what garbage comes and goes in.
    /// </summary>
    /// <param name="committed">What the heap has taken.</param>
    public bool IsWorth(DateTimeOffset now, WatchFigures watch, long committed) =>
        watch.Active >= FewestServices && watch.Finished >= watch.Active / 2 * 3 && !(now - _last < Between)
        && committed - Ebb > _live / 4 * 5;

    /// <summary>Takes what was in use after a collection.</summary>
    /// <param name="afterRound">Whether it was one that had to be worth its pause.</param>
    public void Collected(DateTimeOffset now, long live, bool afterRound) => (_live, _last) = (live, afterRound ? now : null);
}
