namespace Hale.Server.Series.Keeping;

/// <summary>What has to be done now and then: forgetting series that get no samples any more, and removing what is too old, a few thousand rows at a time.</summary>
/// <param name="forget">Forgets the series that got no sample since.</param>
internal sealed class Upkeep(ISeriesStore store, Action<DateTimeOffset> forget, SeriesOptions options, TimeProvider time)
{
    private const int Step = 5_000;

    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(10);

    private TimeSpan _rest = TimeSpan.FromMinutes(1);
    private Task? _pause;

    /// <summary>Whether nothing more happens before time passes; tests wait for it.</summary>
    public bool Resting => Volatile.Read(ref _pause) is { IsCompleted: false };

    /// <summary>One small step; the next follows soon while there is more to remove.</summary>
    public async ValueTask<bool> TurnAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _pause, Task.Delay(_rest, time, cancel));
        await _pause!;
        _rest = BetweenSweeps;
        var now = time.GetUtcNow();
        forget(now - options.KeepSums);
        if (await store.PruneAsync(now - options.Keep, now - options.KeepSums, Step, cancel) > 0)
            _rest = BetweenSteps;
        return true;
    }
}
