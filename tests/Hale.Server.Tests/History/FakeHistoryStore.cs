using Hale.Server.History;

namespace Hale.Server.Tests.History;

/// <summary>Keeps batches in memory, or fails as told.</summary>
internal sealed class FakeHistoryStore : IHistoryStore
{
    private readonly Lock _gate = new();
    private readonly List<HistoryBatch> _batches = [];

    /// <summary>What the next write fails with; null while all is well.</summary>
    public Exception? Fault { get; set; }

    public int Tries { get; private set; }

    public IReadOnlyList<StoredVerdict> Kept { get; set; } = [];

    public Queue<int> Prunes { get; } = new();

    public List<(DateTimeOffset Before, int Most)> Pruned { get; } = [];

    public IReadOnlyList<HistoryBatch> Batches
    {
        get
        {
            lock (_gate)
                return [.. _batches];
        }
    }

    public IEnumerable<Sample> Samples => Batches.SelectMany(batch => batch.Samples);

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

    public ValueTask<IReadOnlyList<StoredVerdict>> VerdictsAsync(CancellationToken cancel) => new(Kept);

    public ValueTask<IReadOnlyList<Sample>> RecentAsync(string key, int most, CancellationToken cancel) => throw new NotSupportedException();

    public IAsyncEnumerable<Sample> SamplesAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(string key, long? before, int most, CancellationToken cancel) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StatusEvent>> EventsWithinAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        throw new NotSupportedException();

    public ValueTask<long> BeginRunAsync(DateTimeOffset at, CancellationToken cancel) => new(7L);

    public ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<int> PruneAsync(DateTimeOffset before, int most, CancellationToken cancel)
    {
        Pruned.Add((before, most));
        return new(Prunes.TryDequeue(out var removed) ? removed : 0);
    }
}
