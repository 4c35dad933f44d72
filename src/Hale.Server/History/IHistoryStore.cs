using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.Rounds;

namespace Hale.Server.History;

/// <summary>One check's result as it is kept.</summary>
/// <param name="Key">A service's id, or a target's key.</param>
/// <param name="At">When the check started; kept to the millisecond.</param>
/// <param name="Status">The verdict after it.</param>
/// <param name="LatencyMs">The total, kept to 0.6 %; null when no answer came.</param>
/// <param name="Failure">Null for a success.</param>
internal sealed record Sample(string Key, DateTimeOffset At, Status Status, double? LatencyMs, FailureKind? Failure, string? Message)
{
    public bool Success => Failure is null;
}

/// <summary>A change of status as it is kept.</summary>
internal sealed record StatusEvent(string Key, Transition Step, string? Cause);

/// <summary>A change of status, and the series it belongs to.</summary>
internal sealed record SeriesEvent(int Series, StatusEvent Event);

/// <summary>A series that is new, or forgotten with all its past when there is no <paramref name="Key"/>.</summary>
internal sealed record SeriesChange(int Series, string? Key);

/// <summary>A row of the write-ahead log: results of many series as they came, by the room's own coding.</summary>
internal sealed record AheadRow(long Number, ReadOnlyMemory<byte> Body);

/// <summary>What is held of a series beside its results, as the room's own JSON: verdict, last result's summary, counts of the day.</summary>
internal sealed record StoredState(int Series, string State);

/// <summary>The newest results of a series, those that are in no chunk yet, when they were saved last.</summary>
/// <param name="First">The series' number of the first one, or of the next one when there are none.</param>
/// <param name="Through">The last row of the write-ahead log whose results it holds.</param>
/// <param name="Beyond">How many of the series' results in the rows after that it holds too.</param>
/// <param name="Body">By the room's own coding; empty when there are none.</param>
internal sealed record StoredHead(int Series, long First, long Through, int Beyond, ReadOnlyMemory<byte> Body);

/// <summary>Results of a series that will not change, by the room's own coding.</summary>
/// <param name="LastAt">The latest of their times.</param>
internal sealed record StoredChunk(int Series, DateTimeOffset LastAt, ReadOnlyMemory<byte> Body);

/// <summary>What a day of UTC of a series comes to, by the room's own coding.</summary>
internal sealed record StoredRollup(int Series, DateOnly Day, ReadOnlyMemory<byte> Body);

/// <summary>What a failed check of a series saw, as the room's own JSON.</summary>
internal sealed record StoredEvidence(int Series, DateTimeOffset At, string Body);

/// <summary>Since when the target of a series says that it is of a version.</summary>
internal sealed record StoredVersion(int Series, DateTimeOffset At, string Version);

/// <summary>A series with what is held of it.</summary>
internal sealed record StoredSeries(int Id, string Key, string? State, StoredHead? Head);

/// <summary>All that is read at start.</summary>
/// <param name="Rows">The write-ahead log, in its order.</param>
/// <param name="LastSeries">The highest number that a series ever had.</param>
/// <param name="LastRow">The highest number that a row ever had.</param>
internal sealed record StoredHistory(IReadOnlyList<StoredSeries> Series, IReadOnlyList<AheadRow> Rows, int LastSeries, long LastRow)
{
    /// <summary>The last one of each series that has any.</summary>
    public IReadOnlyList<StoredVersion> Versions { get; init; } = [];
}

/// <summary>A time during which a hub ran; outside of all of them nothing is known of anybody.</summary>
/// <param name="SeenAt">The last sign of life.</param>
internal sealed record Run(long Id, DateTimeOffset StartedAt, DateTimeOffset SeenAt);

/// <summary>A run's sign of life.</summary>
internal sealed record RunSeen(long Run, DateTimeOffset At);

/// <summary>What one second brought; written together or not at all, in the order of the members.</summary>
internal sealed record HistoryBatch
{
    public IReadOnlyList<SeriesChange> Series { get; init; } = [];

    public IReadOnlyList<AheadRow> Rows { get; init; } = [];

    public IReadOnlyList<SeriesEvent> Events { get; init; } = [];

    /// <summary>Changes of status that were before any that is kept of their series: their places are before those of all others, in the order of their times.</summary>
    public IReadOnlyList<SeriesEvent> Earlier { get; init; } = [];

    /// <summary>Of each series the newest <see cref="IHistoryStore.KeptEvidence"/> are kept.</summary>
    public IReadOnlyList<StoredEvidence> Evidence { get; init; } = [];

    public IReadOnlyList<StoredVersion> Versions { get; init; } = [];

    public IReadOnlyList<StoredState> States { get; init; } = [];

    public IReadOnlyList<StoredChunk> Chunks { get; init; } = [];

    public IReadOnlyList<StoredHead> Heads { get; init; } = [];

    /// <summary>The last row of the write-ahead log that is of no use any more, with all before it; 0 for none.</summary>
    public long Trim { get; init; }

    /// <summary>That the hub still runs; null to say nothing about it.</summary>
    public RunSeen? Seen { get; init; }
}

/// <summary>
/// Where results, events and the hub's own runs are kept. Results are bytes to it, which the room packs and unpacks. With results goes what failed checks saw; with sums
/// go events, versions and runs, but each key's last event and version before that time stay: they say how the kept time began.
/// </summary>
internal interface IHistoryStore : IKept
{
    /// <summary>How many pieces of evidence are kept of each series.</summary>
    const int KeptEvidence = 100;

    /// <summary>Writes all or nothing; durable when it returns. What belongs to a series that was forgotten is left out.</summary>
    /// <exception cref="InvalidDataException">This batch can never be written, and trying again is of no use; any other exception may pass.</exception>
    ValueTask AppendAsync(HistoryBatch batch, CancellationToken cancel);

    /// <summary>All series with what is held of them, and the write-ahead log.</summary>
    ValueTask<StoredHistory> LoadAsync(CancellationToken cancel);

    /// <summary>The chunks of a series that hold results at or after a time, by the time of their last result.</summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ChunksAsync(int series, DateTimeOffset from, CancellationToken cancel);

    /// <summary>The last chunks of a series, the newest first.</summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LastChunksAsync(int series, int most, CancellationToken cancel);

    /// <summary>Keeps days, in place of what was kept of them before. What belongs to a series that was forgotten is left out.</summary>
    /// <param name="done">The day of which all series are summed up now; null while there are more.</param>
    ValueTask RollAsync(IReadOnlyList<StoredRollup> rollups, DateOnly? done, CancellationToken cancel);

    /// <summary>The days of a series that are summed up, with from ≤ day ≤ to, in their order.</summary>
    ValueTask<IReadOnlyList<StoredRollup>> RollupsAsync(int series, DateOnly from, DateOnly to, CancellationToken cancel);

    /// <summary>Events of some keys, newest first, strictly before the cursor's place; places grow as events are written.</summary>
    ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(IReadOnlyList<string> keys, long? before, int most, CancellationToken cancel);

    /// <summary>The versions of a key with from ≤ at &lt; to, oldest first, preceded by the last one before it, if any.</summary>
    ValueTask<IReadOnlyList<StoredVersion>> VersionsAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>What failed checks of a key saw, newest first, strictly before the cursor's place; places grow as it is written.</summary>
    ValueTask<IReadOnlyList<(long Place, string Body)>> EvidenceAsync(string key, long? before, int most, CancellationToken cancel);

    /// <summary>The newest events of all keys, newest first.</summary>
    ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel);

    /// <summary>
    /// Of each key in turn, its events with from ≤ at &lt; to in the order of their places, preceded by the last one of those that are of before, if any. That is the
    /// order of their times but for a clock that was set back.
    /// </summary>
    ValueTask<IReadOnlyList<IReadOnlyList<StatusEvent>>> EventsWithinAsync(IReadOnlyList<string> keys, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>Begins a run of the hub and answers its id.</summary>
    ValueTask<long> BeginRunAsync(DateTimeOffset at, CancellationToken cancel);

    /// <summary>The runs that touch the window, in the order they began.</summary>
    ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>The bytes that the whole database takes, without room in it that is free for more.</summary>
    ValueTask<long> SizeAsync(CancellationToken cancel);
}
