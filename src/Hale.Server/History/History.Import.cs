using Hale.Server.History.Keeping;
using Hale.Server.Rounds;

namespace Hale.Server.History;

internal sealed partial class History
{
    /// <summary>Before it nothing is kept, not even sums.</summary>
    public DateTimeOffset Oldest => Days.Start(Days.Of(_time.GetUtcNow() - _options.KeepSums).AddDays(1));

    /// <summary>Begins to take results of a key that somebody else saw. What is held of the key beside its results, its verdict above all, stays as it is.</summary>
    /// <param name="interval">How often it was asked.</param>
    /// <param name="fill">Whether anything is written; if not, it is told what would be.</param>
    public async Task<Intake> ImportAsync(string key, TimeSpan interval, bool fill, CancellationToken cancel)
    {
        // The store must know of the series before of anything in it.
        if (fill && PageOf(key).Series > _lastLoaded)
            await _journal.WrittenAsync(cancel);

        var now = _time.GetUtcNow();
        var events = await _store.EventsWithinAsync([key], DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, cancel);
        var place = new IntakePlace(_store, key, _pages.GetValueOrDefault(key), WithinAsync, fill)
        {
            OldestDay = Days.Of(now - _options.Keep),
            LastOver = Days.LastOver(now),
        };
        return new(place, new(events[0], interval));
    }
}
