using Hale.Server.Rounds;

namespace Hale.Server.Series;

/// <summary>A series that is new, or forgotten with all its past when there is no <paramref name="Name"/>.</summary>
internal sealed record SeriesChange(int Series, string? Name);

/// <summary>A row of the write-ahead log: samples of many series as they came, by the room's own coding.</summary>
internal sealed record AheadRow(long Number, ReadOnlyMemory<byte> Body);

/// <summary>The newest samples of a series, those that are in no chunk yet, when they were saved last.</summary>
/// <param name="First">The series' number of the first one.</param>
/// <param name="Through">The last row of the write-ahead log whose samples it holds.</param>
/// <param name="Beyond">How many of the series' samples in the rows after that it holds too.</param>
/// <param name="Body">By the room's own coding.</param>
internal sealed record StoredHead(int Series, long First, long Through, int Beyond, ReadOnlyMemory<byte> Body);

/// <summary>Samples of a series that will not change, by the room's own coding.</summary>
/// <param name="LastAt">The latest of their times.</param>
internal sealed record StoredChunk(int Series, DateTimeOffset LastAt, ReadOnlyMemory<byte> Body);

/// <summary>What a day of UTC of a series comes to, by the room's own coding.</summary>
internal sealed record StoredRollup(int Series, DateOnly Day, ReadOnlyMemory<byte> Body);

/// <summary>A series with what is held of it.</summary>
internal sealed record StoredSeries(int Id, string Name, StoredHead? Head);

/// <summary>All that is read at start.</summary>
/// <param name="Rows">The write-ahead log, in its order.</param>
/// <param name="LastSeries">The highest number that a series ever had.</param>
/// <param name="LastRow">The highest number that a row ever had.</param>
internal sealed record StoredSamples(IReadOnlyList<StoredSeries> Series, IReadOnlyList<AheadRow> Rows, int LastSeries, long LastRow);

/// <summary>What one second brought; written together or not at all, in the order of the members.</summary>
internal sealed record SeriesBatch
{
    public IReadOnlyList<SeriesChange> Series { get; init; } = [];

    public IReadOnlyList<AheadRow> Rows { get; init; } = [];

    public IReadOnlyList<StoredChunk> Chunks { get; init; } = [];

    public IReadOnlyList<StoredHead> Heads { get; init; } = [];

    /// <summary>The last row of the write-ahead log that is of no use any more, with all before it; 0 for none.</summary>
    public long Trim { get; init; }
}

/// <summary>Where metric samples are kept. They are bytes to it, which the room packs and unpacks.</summary>
internal interface ISeriesStore : IKept
{
    /// <summary>Writes all or nothing; durable when it returns. What belongs to a series that was forgotten is left out.</summary>
    /// <exception cref="InvalidDataException">This batch can never be written, and trying again is of no use; any other exception may pass.</exception>
    ValueTask AppendAsync(SeriesBatch batch, CancellationToken cancel);

    /// <summary>All series with what is held of them, and the write-ahead log.</summary>
    ValueTask<StoredSamples> LoadAsync(CancellationToken cancel);

    /// <summary>The chunks of a series that hold samples at or after a time, by the time of their last sample.</summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ChunksAsync(int series, DateTimeOffset from, CancellationToken cancel);

    /// <summary>Keeps days, in place of what was kept of them before. What belongs to a series that was forgotten is left out.</summary>
    /// <param name="done">The day of which all series are summed up now; null while there are more.</param>
    ValueTask RollAsync(IReadOnlyList<StoredRollup> rollups, DateOnly? done, CancellationToken cancel);

    /// <summary>The days of a series that are summed up, with from ≤ day ≤ to, in their order.</summary>
    ValueTask<IReadOnlyList<StoredRollup>> RollupsAsync(int series, DateOnly from, DateOnly to, CancellationToken cancel);
}
