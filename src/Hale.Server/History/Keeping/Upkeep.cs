namespace Hale.Server.History.Keeping;

/// <summary>What has to be done now and then: a sign of life every ten seconds, and removing what is too old, a few thousand rows at a time.</summary>
internal sealed class Upkeep(IHistoryStore store, Journal journal, HistoryOptions options, TimeProvider time)
{
    private const int Step = 5_000;

    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(10);

    private TimeSpan _rest = TimeSpan.FromMinutes(1);
    private Task? _beat;
    private Task? _prune;

    /// <summary>Whether nothing more happens before time passes; tests wait for it.</summary>
    public bool Settled => Volatile.Read(ref _beat) is { IsCompleted: false } && Volatile.Read(ref _prune) is { IsCompleted: false };

    /// <summary>A sign of life goes with the next batch, and makes one where nothing else happens.</summary>
    public async ValueTask<bool> BeatAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _beat, Task.Delay(BetweenBeats, time, cancel));
        await _beat!;
        journal.Beat();
        return true;
    }

    /// <summary>One small step of removing; the next follows soon while there is more.</summary>
    public async ValueTask<bool> PruneAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _prune, Task.Delay(_rest, time, cancel));
        await _prune!;
        _rest = BetweenSweeps;
        var now = time.GetUtcNow();
        if (await store.PruneAsync(now - options.Keep, now - options.KeepSums, Step, cancel) > 0)
            _rest = BetweenSteps;
        return true;
    }
}
