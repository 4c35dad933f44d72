using Hale.Monitoring.Specs;
using Hale.Server.Rounds;

namespace Hale.Server.History.Keeping;

/// <summary>
/// What has to be done now and then: a sign of life every ten seconds, and removing what is too old, or too much, a few thousand rows at a time.
/// </summary>
/// <param name="beside">What other rooms keep in the same database; they remove themselves what is too old of it.</param>
internal sealed partial class Upkeep(IHistoryStore store, IEnumerable<Kept> beside, Journal journal, HistoryOptions options, TimeProvider time, ILogger logger)
{
    private const int Step = 5_000;

    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(10);

    private readonly Kept[] _kept = [new(store, options.Keep, options.KeepSums), .. beside];
    private TimeSpan _rest = TimeSpan.FromMinutes(1);
    private Task? _beat;
    private Task? _prune;
    private IReadOnlyList<Cut>? _cuts;
    private long _size;
    private volatile bool _overfull;

    /// <summary>Whether nothing more happens before time passes; tests wait for it.</summary>
    public bool Settled => Volatile.Read(ref _beat) is { IsCompleted: false } && Volatile.Read(ref _prune) is { IsCompleted: false };

    /// <summary>The bytes that the database took when it was measured last; 0 before.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>Whether it takes more than it may and nothing is left that may be removed.</summary>
    public bool Overfull => _overfull;

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
        Volatile.Write(ref _size, await store.SizeAsync(cancel));
        IReadOnlyList<Cut> cuts = [DiskLimit.ByAge(_kept[0], now)];
        if (Size > options.MaxDisk)
            cuts = await SmallerAsync(now, cancel) ?? cuts;
        else
            (_overfull, _cuts) = (false, null);
        var removed = 0;
        foreach (var (kept, cut) in _kept.Zip(cuts))
            removed += await kept.Store.PruneAsync(cut.Singles, cut.Sums, Step, cancel);
        if (removed > 0 || (Size > options.MaxDisk && !_overfull))
            _rest = BetweenSteps;
        return true;
    }

    /// <summary>What goes because it is too much; what was decided before is carried out whole first.</summary>
    private async ValueTask<IReadOnlyList<Cut>?> SmallerAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var holdings = new List<Holding>(_kept.Length);
        foreach (var kept in _kept)
            holdings.Add(new(await kept.Store.OldestAsync(cancel), await kept.Store.RolledAsync(cancel), kept.For, kept.SumsFor));
        if (_cuts is { } under && holdings.Zip(under).Any(each => each.First.Oldest.Single < each.Second.Singles))
            return under;
        var next = DiskLimit.BySize(holdings, now);
        if (next is [var cut, ..] && _cuts is null)
            Shortened(logger, Sizes.Format(Size), Sizes.Format(options.MaxDisk!.Value), cut.Singles, cut.Sums);
        if (next is null && !_overfull)
            TooMuch(logger, Sizes.Format(Size), Sizes.Format(options.MaxDisk!.Value));
        _overfull = next is null;
        return _cuts = next;
    }

    [LoggerMessage(1507, LogLevel.Information, "History takes {Size} of {Most}: results before {Results:u} go, and sums before {Sums:u}")]
    private static partial void Shortened(ILogger logger, string size, string most, DateTimeOffset results, DateTimeOffset sums);

    [LoggerMessage(1508, LogLevel.Warning, "History takes {Size}, which is more than the {Most} it may, and nothing is left that may be removed; raise max_disk")]
    private static partial void TooMuch(ILogger logger, string size, string most);
}
