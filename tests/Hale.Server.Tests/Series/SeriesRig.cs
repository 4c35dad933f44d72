using Hale.Monitoring.Flow;
using Hale.Server.Rounds;
using Hale.Server.Series;
using Hale.Server.Storage;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Tests.Series;

/// <summary>A data folder with its database, to which writing can be made to fail.</summary>
internal sealed class SeriesPlace : ISeriesStore, IAsyncDisposable
{
    private readonly TempFolder _place = new();
    private readonly DataFolder _folder;
    private readonly Stores _stores;

    public SeriesPlace()
    {
        _folder = DataFolder.Claim(_place.Path, "http://127.0.0.1:4253", TimeProvider.System);
        _stores = Stores.Open(_folder, TimeProvider.System);
    }

    /// <summary>What writing fails with; null while all is well.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Batches that were written, and chunks, and how often the log was cut.</summary>
    public int Batches { get; private set; }

    public int Chunks { get; private set; }

    public int Trims { get; private set; }

    public async ValueTask AppendAsync(SeriesBatch batch, CancellationToken cancel)
    {
        if (Fault is { } fault)
            throw fault;
        await _stores.Series.AppendAsync(batch, cancel);
        (Batches, Chunks, Trims) = (Batches + 1, Chunks + batch.Chunks.Count, Trims + (batch.Trim > 0 ? 1 : 0));
    }

    public ValueTask<StoredSamples> LoadAsync(CancellationToken cancel) => _stores.Series.LoadAsync(cancel);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ChunksAsync(int series, DateTimeOffset from, CancellationToken cancel) =>
        _stores.Series.ChunksAsync(series, from, cancel);

    public ValueTask RollAsync(IReadOnlyList<StoredRollup> rollups, DateOnly? done, CancellationToken cancel) => _stores.Series.RollAsync(rollups, done, cancel);

    public ValueTask<DateOnly?> RolledAsync(CancellationToken cancel) => _stores.Series.RolledAsync(cancel);

    public ValueTask<IReadOnlyList<StoredRollup>> RollupsAsync(int series, DateOnly from, DateOnly to, CancellationToken cancel) =>
        _stores.Series.RollupsAsync(series, from, to, cancel);

    public ValueTask<OldestKept> OldestAsync(CancellationToken cancel) => _stores.Series.OldestAsync(cancel);

    public ValueTask<int> PruneAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel) =>
        _stores.Series.PruneAsync(before, sumsBefore, most, cancel);

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _folder.Dispose();
        _place.Dispose();
    }
}

/// <summary>A book on simulated time, fed by hand.</summary>
internal sealed class SeriesRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private SeriesRig(ISeriesStore store, SeriesOptions? options, DateTimeOffset? start)
    {
        Time = new(start);
        Vitals = new(Time);
        Book = new(store, options ?? new(), Vitals, Time, NullLogger<SeriesBook>.Instance);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ManualTime Time { get; }

    public Vitals Vitals { get; }

    public SeriesBook Book { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<SeriesRig> StartAsync(ISeriesStore store, SeriesOptions? options = null, DateTimeOffset? start = null)
    {
        var rig = new SeriesRig(store, options, start);
        await rig.Book.LoadAsync(Cancel);
        rig._running = rig.Book.RunAsync(rig._stopping.Token);
        return rig;
    }

    public bool Take(SeriesName name, double value) => Book.Take(name, new(Now.ToUnixTimeMilliseconds(), value));

    public Task PassAsync(double seconds) => Time.PassAsync(TimeSpan.FromSeconds(seconds), () => Book.Settled || _running.IsCompleted, "the room's rest");

    public async Task<Measure[]> SamplesAsync(SeriesName name) =>
        [.. (await Book.SamplesAsync(name, DateTimeOffset.UnixEpoch, Now.AddDays(1), Cancel)).SelectMany(part => part.ToArray())];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Time.PassAsync(TimeSpan.FromMinutes(1), () => Book.Settled || _running.IsCompleted, "the room's end");
        await _running;
        _stopping.Dispose();
    }
}
