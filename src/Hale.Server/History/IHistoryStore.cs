using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Server.History;

/// <summary>One check's result as it is kept.</summary>
/// <param name="Key">A service's id, or a target's key.</param>
/// <param name="At">When the check started; kept to the millisecond.</param>
/// <param name="Status">The verdict after it.</param>
/// <param name="LatencyMs">The total, kept to the microsecond; null when no answer came.</param>
/// <param name="Failure">Null for a success.</param>
internal sealed record Sample(string Key, DateTimeOffset At, Status Status, double? LatencyMs, FailureKind? Failure, string? Message)
{
    public bool Success => Failure is null;
}

/// <summary>A change of status as it is kept.</summary>
internal sealed record StatusEvent(string Key, Transition Step, string? Cause);

/// <summary>The current verdict as it is kept, enough to go on after a restart.</summary>
/// <param name="State">The room's own JSON: verdict, last observation's summary, the counters of 24 h.</param>
internal sealed record StoredVerdict(string Key, string State);

/// <summary>A time during which a hub ran; outside of all of them nothing is known of anybody.</summary>
/// <param name="SeenAt">The last sign of life.</param>
internal sealed record Run(long Id, DateTimeOffset StartedAt, DateTimeOffset SeenAt);

/// <summary>A run's sign of life.</summary>
internal sealed record RunSeen(long Run, DateTimeOffset At);

/// <summary>What one second brought; written together or not at all.</summary>
/// <param name="Forgotten">Keys that were removed, with all their history; carried out first.</param>
/// <param name="Seen">That the hub still runs; null to say nothing about it.</param>
internal sealed record HistoryBatch(
    IReadOnlyList<Sample> Samples, IReadOnlyList<StatusEvent> Events, IReadOnlyList<StoredVerdict> Verdicts, IReadOnlyList<string> Forgotten, RunSeen? Seen = null);

/// <summary>Where samples, events, verdicts and the hub's own runs are kept.</summary>
internal interface IHistoryStore
{
    /// <summary>Writes all or nothing; durable when it returns.</summary>
    /// <exception cref="InvalidDataException">This batch can never be written, and trying again is of no use; any other exception may pass.</exception>
    ValueTask AppendAsync(HistoryBatch batch, CancellationToken cancel);

    ValueTask<IReadOnlyList<StoredVerdict>> VerdictsAsync(CancellationToken cancel);

    /// <summary>The newest samples of a key, newest first; of one instant, the one written last first.</summary>
    ValueTask<IReadOnlyList<Sample>> RecentAsync(string key, int most, CancellationToken cancel);

    /// <summary>The samples of a key with <paramref name="from"/> ≤ at &lt; <paramref name="to"/>, oldest first; of one instant, as they were written.</summary>
    IAsyncEnumerable<Sample> SamplesAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>Events of a key, newest first, strictly before the cursor's place; places grow as events are written.</summary>
    ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(string key, long? before, int most, CancellationToken cancel);

    /// <summary>The newest events of all keys, newest first.</summary>
    ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel);

    /// <summary>The events of a key with from ≤ at &lt; to, oldest first, preceded by the last one before it, if any.</summary>
    ValueTask<IReadOnlyList<StatusEvent>> EventsWithinAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>Begins a run of the hub and answers its id.</summary>
    ValueTask<long> BeginRunAsync(DateTimeOffset at, CancellationToken cancel);

    /// <summary>The runs that touch the window, in the order they began.</summary>
    ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>
    /// Removes what forgotten keys left behind and what is older than <paramref name="before"/>, at most about <paramref name="most"/> rows; answers how many,
    /// 0 when nothing is left to remove. Each key's last event before that time stays: it says in which status the kept time began.
    /// </summary>
    ValueTask<int> PruneAsync(DateTimeOffset before, int most, CancellationToken cancel);
}
