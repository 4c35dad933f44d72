using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Server.History;

/// <summary>One check's result as it is kept.</summary>
/// <param name="Key">A service's id, or a target's key.</param>
/// <param name="Status">The verdict after it.</param>
/// <param name="LatencyMs">The total; null when no answer came.</param>
internal sealed record Sample(string Key, DateTimeOffset At, bool Success, Status Status, double? LatencyMs, FailureKind? Failure, string? Message);

/// <summary>A change of status as it is kept.</summary>
internal sealed record StatusEvent(string Key, Transition Step, string? Cause);

/// <summary>The current verdict as it is kept, enough to go on after a restart.</summary>
/// <param name="State">The room's own JSON: verdict, last observation's summary, the counters of 24 h.</param>
internal sealed record StoredVerdict(string Key, string State);

/// <summary>What one second brought; written together or not at all.</summary>
/// <param name="Forgotten">Keys that were removed, with all their history; carried out first.</param>
internal sealed record HistoryBatch(
    IReadOnlyList<Sample> Samples, IReadOnlyList<StatusEvent> Events, IReadOnlyList<StoredVerdict> Verdicts, IReadOnlyList<string> Forgotten);

/// <summary>Where samples, events and verdicts are kept.</summary>
internal interface IHistoryStore
{
    /// <summary>Writes all or nothing; durable when it returns.</summary>
    ValueTask AppendAsync(HistoryBatch batch, CancellationToken cancel);

    ValueTask<IReadOnlyList<StoredVerdict>> VerdictsAsync(CancellationToken cancel);

    /// <summary>The newest samples of a key, newest first.</summary>
    ValueTask<IReadOnlyList<Sample>> RecentAsync(string key, int most, CancellationToken cancel);

    /// <summary>The samples of a key with <paramref name="from"/> ≤ at &lt; <paramref name="to"/>, oldest first.</summary>
    IAsyncEnumerable<Sample> SamplesAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>Events of a key, newest first, strictly before the cursor's place; the answer's place is the last event's.</summary>
    ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(string key, long? before, int most, CancellationToken cancel);

    /// <summary>The newest events of all keys, newest first.</summary>
    ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel);

    /// <summary>The events of a key in the window, oldest first, preceded by the last one before it, if any.</summary>
    ValueTask<IReadOnlyList<StatusEvent>> EventsWithinAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>Removes samples and events older than <paramref name="before"/>, at most <paramref name="most"/> rows; the number removed.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset before, int most, CancellationToken cancel);
}
