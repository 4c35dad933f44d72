using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Asking;
using Hale.Server.History.Coding;
using Hale.Server.History.Keeping;
using Hale.Server.Storage;

namespace Hale.Bench.History;

/// <summary>The history's parts as the hub joins them, over a database in a folder of its own; seconds pass when told.</summary>
internal sealed class Room : IAsyncDisposable
{
    private readonly DirectoryInfo _place;
    private readonly Clock _clock = new();
    private readonly DataFolder _folder;
    private readonly Database _database;
    private readonly Journal _journal = new(50_000_000);
    private readonly Gathering _gathering;

    private Room(int series, DirectoryInfo place, DataFolder folder, Database database)
    {
        (_place, _folder, _database) = (place, folder, database);
        Pages = [.. Enumerable.Range(1, series).Select(id => new Page(id, $"shop-service-{id}", Verdict.Unchecked(DateTimeOffset.UnixEpoch)))];
        _gathering = new(new(() => Pages.Length, () => Pages, new(new HistoryOptions().Ahead, new HistoryOptions().AheadFor), _clock), _journal);
        foreach (var page in Pages)
            _journal.Begin(page.Series, page.Key);
    }

    public Stores Stores { get; private set; } = null!;

    public Page[] Pages { get; }

    public IHistoryStore Store => Stores.History;

    public static async Task<Room> MakeAsync(int series, Databases databases)
    {
        var place = Directory.CreateTempSubdirectory("hale-bench-");
        var folder = DataFolder.Claim(place.FullName, "http://127.0.0.1:1", TimeProvider.System);
        var database = await databases.MakeAsync(folder);
        return new(series, place, folder, database) { Stores = await database.Open() };
    }

    public void Saw(int series, Observation seen, Verdict after) => Pages[series].Saw(seen, after, [], _journal);

    /// <summary>A second is over: what it brought is written, durably.</summary>
    public async Task WriteAsync(double seconds = 1)
    {
        _clock.Pass(TimeSpan.FromSeconds(seconds));
        var batch = _gathering.Make(_journal.Take(), null);
        await Store.AppendAsync(batch.Content, CancellationToken.None);
        batch.Written();
        _journal.Done(batch.Count);
    }

    /// <summary>A day is over: it is summed up.</summary>
    public async Task SumAsync(DateOnly day)
    {
        var rolling = new Rolling(Store, () => Pages, WithinAsync, new());
        foreach (var part in Pages.Chunk(64))
        {
            var sums = new List<StoredRollup>();
            foreach (var page in part)
            {
                if (await rolling.SumAsync(page, day, CancellationToken.None) is { } sum)
                    sums.Add(sum);
            }

            await rolling.KeepAsync(sums, part[^1] == Pages[^1] ? day : null, CancellationToken.None);
        }
    }

    /// <summary>The results of a page with from ≤ at &lt; to, as the room has them read.</summary>
    public async ValueTask<IEnumerable<ReadOnlyMemory<Reading>>> WithinAsync(Page page, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var (first, newest) = page.Newest();
        return Ordering.Within(await Store.ChunksAsync(page.Series, from, cancel), first, newest, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
    }

    /// <summary>Some minutes are over, in which a server clears up by itself what was replaced.</summary>
    public Task ClearUpAsync() => _database.ClearUp();

    /// <summary>All bytes of the database once its own log is in it, or left out.</summary>
    public async Task<long> SizeAsync()
    {
        await Stores.DisposeAsync();
        var size = await _database.Size();
        Stores = await _database.Open();
        return size;
    }

    /// <summary>Opens the database anew; what the system holds of it in memory is dropped where that is allowed.</summary>
    public async Task ReopenAsync()
    {
        await Stores.DisposeAsync();
        if (Environment.IsPrivilegedProcess && File.Exists("/proc/sys/vm/drop_caches"))
            await File.WriteAllTextAsync("/proc/sys/vm/drop_caches", "1");
        Stores = await _database.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _folder.Dispose();
        _place.Delete(recursive: true);
    }

    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan span) => _ticks += span.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
