using Hale.Monitoring.Health;
using Hale.Server.History.Coding;
using Hale.Server.Rounds;

namespace Hale.Server.History.Keeping;

/// <summary>The series that an <see cref="Intake"/> fills; one that is not to be filled, to learn what would come of it, takes everything and writes nothing.</summary>
/// <param name="page">Null for a key that nothing is held of, and that is not to be filled.</param>
/// <param name="read">The results of a page with from ≤ at &lt; to.</param>
internal sealed class IntakePlace(
    IHistoryStore store, string key, Page? page, Func<Page, DateTimeOffset, DateTimeOffset, CancellationToken, ValueTask<IEnumerable<ReadOnlyMemory<Reading>>>> read, bool fill)
{
    /// <summary>Its number.</summary>
    public int Series { get; } = page?.Series ?? 0;

    /// <summary>The first day of which single results are kept.</summary>
    public DateOnly OldestDay { get; init; }

    /// <summary>The last day that is over, so that its sum is made.</summary>
    public DateOnly LastOver { get; init; }

    public bool IsOver(DateOnly day) => day <= LastOver;

    public async ValueTask<bool> IsSummedUpAsync(DateOnly day, CancellationToken cancel) => page is not null && (await store.RollupsAsync(Series, day, day, cancel)).Count > 0;

    /// <summary>The results of a day that are kept.</summary>
    public async ValueTask<IReadOnlyList<Reading>> HeldAsync(DateOnly day, CancellationToken cancel)
    {
        var from = Days.Start(day);
        return page is null ? [] : [.. (await read(page, from, from.AddDays(1), cancel)).SelectMany(part => part.ToArray())];
    }

    /// <summary>Writes results and sums. The sums first: what is cut off between the two is made good when the same comes once more.</summary>
    public async ValueTask WriteAsync(IReadOnlyList<StoredChunk> chunks, IReadOnlyList<StoredRollup> rollups, CancellationToken cancel)
    {
        if (fill && rollups.Count > 0)
            await store.RollAsync(rollups, null, cancel);
        if (fill && chunks.Count > 0)
            await store.AppendAsync(new() { Chunks = chunks }, cancel);
    }

    /// <summary>Writes changes of status.</summary>
    public async ValueTask WriteAsync(IReadOnlyList<Transition> changes, CancellationToken cancel)
    {
        if (fill)
            await store.AppendAsync(new() { Earlier = [.. changes.Select(step => new SeriesEvent(Series, new(key, step, null)))] }, cancel);
    }
}
