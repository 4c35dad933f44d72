using Hale.Server.History;
using Hale.Server.History.Keeping;
using Hale.Server.Rounds;

namespace Hale.Server.Tests.History;

/// <summary>Keeps batches in memory, or fails as told.</summary>
internal sealed class FakeHistoryStore : IHistoryStore
{
    private readonly Lock _gate = new();
    private readonly List<HistoryBatch> _batches = [];

    /// <summary>What the next write fails with; null while all is well.</summary>
    public Exception? Fault { get; set; }

    public int Tries { get; private set; }

    public long Size { get; set; }

    public OldestKept Oldest { get; set; }

    /// <summary>By default nothing is due before the end of days.</summary>
    public DateOnly? Rolled { get; set; } = DateOnly.MaxValue.AddDays(-2);

    public Queue<int> Prunes { get; } = new();

    public List<(DateTimeOffset Before, int Most)> Pruned { get; } = [];

    /// <summary>What is there at the start.</summary>
    public StoredHistory Kept { get; set; } = new([], [], 0, 0);

    public IReadOnlyList<HistoryBatch> Batches
    {
        get
        {
            lock (_gate)
                return [.. _batches];
        }
    }

    public IEnumerable<Sample> Samples => Batches.SelectMany(SamplesOf);

    /// <summary>What a store that took the batches would answer at the next start.</summary>
    public StoredHistory Left()
    {
        var series = Batches.SelectMany(batch => batch.Series).ToArray();
        var forgotten = series.Where(change => change.Key is null).Select(change => change.Series).ToHashSet();
        var trim = Batches.Max(batch => batch.Trim);
        var rows = Batches.SelectMany(batch => batch.Rows).ToArray();
        return new(
            [
                .. from change in series
                   where change.Key is not null && !forgotten.Contains(change.Series)
                   select new StoredSeries(
                       change.Series, change.Key!, Batches.SelectMany(batch => batch.States).LastOrDefault(state => state.Series == change.Series)?.State,
                       Batches.SelectMany(batch => batch.Heads).LastOrDefault(head => head.Series == change.Series)),
            ],
            [.. rows.Where(row => row.Number > trim)], series.Max(change => change.Series), rows.Max(row => row.Number));
    }

    public string KeyOf(int series) => Batches.SelectMany(batch => batch.Series).First(change => change.Series == series && change.Key is not null).Key!;

    /// <summary>The newest state of a key.</summary>
    public string StateOf(string key) => Batches.SelectMany(batch => batch.States).Last(state => KeyOf(state.Series) == key).State;

    public IReadOnlyList<Sample> SamplesOf(HistoryBatch batch)
    {
        var samples = new List<Sample>();
        foreach (var row in batch.Rows)
            Row.Read(row.Body.Span, (series, reading) => samples.Add(reading.ToSample(KeyOf(series))));
        return samples;
    }

    public ValueTask AppendAsync(HistoryBatch batch, CancellationToken cancel)
    {
        lock (_gate)
        {
            Tries++;
            if (Fault is { } fault)
                throw fault;
            _batches.Add(batch);
        }

        return default;
    }

    public ValueTask<StoredHistory> LoadAsync(CancellationToken cancel) => new(Kept);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ChunksAsync(int series, DateTimeOffset from, CancellationToken cancel) =>
        new([.. Batches.SelectMany(batch => batch.Chunks).Where(chunk => chunk.Series == series && chunk.LastAt >= from).Select(chunk => chunk.Body)]);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LastChunksAsync(int series, int most, CancellationToken cancel) =>
        new([.. Batches.SelectMany(batch => batch.Chunks).Where(chunk => chunk.Series == series).Reverse().Take(most).Select(chunk => chunk.Body)]);

    public ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(IReadOnlyList<string> keys, long? before, int most, CancellationToken cancel) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredVersion>> VersionsAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<(long Place, string Body)>> EvidenceAsync(string key, long? before, int most, CancellationToken cancel) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<IReadOnlyList<StatusEvent>>> EventsWithinAsync(
        IReadOnlyList<string> keys, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<long> BeginRunAsync(DateTimeOffset at, CancellationToken cancel) => new(7L);

    public ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask RollAsync(IReadOnlyList<StoredRollup> rollups, DateOnly? done, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<DateOnly?> RolledAsync(CancellationToken cancel) => new(Rolled);

    public ValueTask<IReadOnlyList<StoredRollup>> RollupsAsync(int series, DateOnly from, DateOnly to, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<long> SizeAsync(CancellationToken cancel) => new(Size);

    public ValueTask<OldestKept> OldestAsync(CancellationToken cancel) => new(Oldest);

    public ValueTask<int> PruneAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel)
    {
        Pruned.Add((before, most));
        return new(Prunes.TryDequeue(out var removed) ? removed : 0);
    }
}
