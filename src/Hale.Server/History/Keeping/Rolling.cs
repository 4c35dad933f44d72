using Hale.Server.History.Coding;
using Hale.Server.Rounds;

namespace Hale.Server.History.Keeping;

/// <summary>Sums up a day of each page from the results as they are kept.</summary>
/// <param name="pages">Everything that is held.</param>
/// <param name="read">The results of a page with from ≤ at &lt; to.</param>
internal sealed class Rolling(
    IHistoryStore store, Func<IReadOnlyList<Page>> pages, Func<Page, DateTimeOffset, DateTimeOffset, CancellationToken, ValueTask<IEnumerable<ReadOnlyMemory<Reading>>>> read,
    HistoryOptions options) : IDayWork<Page, StoredRollup>
{
    public IReadOnlyList<Page> All => pages();

    public async ValueTask<StoredRollup?> SumAsync(Page one, DateOnly day, CancellationToken cancel)
    {
        var from = Days.Start(day);
        return DaySum.Of(await read(one, from, from.AddDays(1), cancel)) is { } sum ? new(one.Series, day, Rollup.Write(sum)) : null;
    }

    public ValueTask KeepAsync(IReadOnlyList<StoredRollup> sums, DateOnly? done, CancellationToken cancel) => store.RollAsync(sums, done, cancel);

    public ValueTask<DateOnly?> DoneAsync(CancellationToken cancel) => store.RolledAsync(cancel);

    public async ValueTask<DateOnly?> OldestAsync(DateOnly? done, DateTimeOffset now, CancellationToken cancel)
    {
        var oldest = Days.Of(now - options.Keep);
        if (done is null && (await store.RunsAsync(now - options.Keep, now, cancel)) is [var first, ..])
            oldest = Days.Of(first.StartedAt) is var began && began > oldest ? began : oldest;
        return oldest;
    }
}
