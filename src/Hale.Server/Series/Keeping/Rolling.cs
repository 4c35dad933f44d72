using Hale.Server.Rounds;
using Hale.Server.Series.Coding;

namespace Hale.Server.Series.Keeping;

/// <summary>Sums up the hours of a day of each track from the samples as they are kept.</summary>
/// <param name="tracks">Everything that is held.</param>
/// <param name="read">The samples of a track with from ≤ at &lt; to.</param>
internal sealed class Rolling(
    ISeriesStore store, Func<IReadOnlyList<Track>> tracks, Func<Track, DateTimeOffset, DateTimeOffset, CancellationToken, ValueTask<IEnumerable<ReadOnlyMemory<Measure>>>> read,
    SeriesOptions options) : IDayWork<Track, StoredRollup>
{
    public IReadOnlyList<Track> All => tracks();

    public async ValueTask<StoredRollup?> SumAsync(Track one, DateOnly day, CancellationToken cancel)
    {
        var from = Days.Start(day);
        return HourSum.Of(await read(one, from, from.AddDays(1), cancel)) is { Count: > 0 } hours ? new(one.Series, day, Rollup.Write(hours)) : null;
    }

    public ValueTask KeepAsync(IReadOnlyList<StoredRollup> sums, DateOnly? done, CancellationToken cancel) => store.RollAsync(sums, done, cancel);

    public ValueTask<DateOnly?> DoneAsync(CancellationToken cancel) => store.RolledAsync(cancel);

    public ValueTask<DateOnly?> OldestAsync(DateOnly? done, DateTimeOffset now, CancellationToken cancel) =>
        new(tracks().Count == 0 ? null : (DateOnly?)Days.Of(now - options.Keep));
}
