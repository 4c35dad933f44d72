using System.Diagnostics;
using Hale.Monitoring.Flow;
using Hale.Server.Series;
using Hale.Server.Series.Coding;
using Hale.Server.Storage;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Bench.History;

/// <summary>The same for samples of metrics.</summary>
internal static class MetricScenarios
{
    private const int Interval = 15;
    private const int PerDay = 86_400 / Interval;

    private static readonly long Start = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The coding alone, kind by kind.</summary>
    public static void Coding(Figures figures)
    {
        foreach (var (kind, most) in Metrics.Kinds)
        {
            var (bytes, count, packing, unpacking) = (0L, 0L, TimeSpan.Zero, TimeSpan.Zero);
            for (var seed = 0; seed < 10; seed++)
            {
                var samples = Samples(new Metrics(kind, seed), 7 * PerDay);
                var before = Used;
                var chunks = samples.Chunk(Chunk.Full).Select(part => Chunk.Write(part, 0)).ToArray();
                packing += Used - before;
                before = Used;
                count += chunks.Sum(chunk => Chunk.Read(chunk).Samples.Length);
                unpacking += Used - before;
                bytes += chunks.Sum(chunk => chunk.Length);
            }

            if (most is { } limit)
                figures.AtMost($"a sample of {kind} in a chunk, exact", (double)bytes / count, limit, "B", "0.000");
            else
                figures.Told($"a sample of {kind} in a chunk, exact", (double)bytes / count, "B", "0.000");
            figures.Told("packing, unpacking one", packing.TotalNanoseconds / count, $"ns, {unpacking.TotalNanoseconds / count:0} ns", "0");
        }
    }

    /// <summary>As many samples as go in, packed and durable, by the room's own door.</summary>
    public static async Task IngestAsync(Figures figures)
    {
        const int Series = 2_000, Rounds = 3_000, PerWrite = 250;
        await using var place = new Place();
        await using var running = place.Run(new() { Capacity = 2_000_000, Every = TimeSpan.FromMilliseconds(100) }, TimeProvider.System);
        var made = Samples(new Metrics("percent, one place", 1), Rounds);
        var names = Enumerable.Range(0, Series).Select(i => SeriesName.Of("cpu", ("service", $"shop-service-{i}"))).ToArray();
        var (clock, before) = (Stopwatch.StartNew(), Used);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var name in names)
                running.Book.Take(name, made[round]);
            if (round % PerWrite == PerWrite - 1)
                await running.Book.WrittenAsync();
        }

        await running.Book.WrittenAsync();
        var count = (double)Series * Rounds;
        figures.AtLeast("metric samples a second, one writer, packed and durable", count / clock.Elapsed.TotalSeconds / 1e6, 1, "M");
        figures.Told("processor time of each", (Used - before).TotalMicroseconds / count, "µs");
        figures.AtMost("metric samples that were lost meanwhile", running.Book.Lost, 0, "", "0");
    }

    /// <summary>A fleet's metrics of all usual kinds: the disk of a day, everything counted, when the hub is not new any more; the memory of the heads.</summary>
    public static async Task ManyAsync(Figures figures, int series, int hours)
    {
        await using var place = new Place();
        var kinds = Metrics.Kinds.Where(kind => kind.Most is not null).Select(kind => kind.Name).ToArray();
        var made = Enumerable.Range(0, series).Select(i => new Metrics(kinds[i % kinds.Length], i)).ToArray();
        var names = Enumerable.Range(0, series).Select(i => SeriesName.Of("metric", ("service", $"shop-service-{i / kinds.Length}"), ("kind", kinds[i % kinds.Length]))).ToArray();
        var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Start));
        var empty = GC.GetTotalMemory(forceFullCollection: true);
        await FillAsync(0, hours);
        var (first, _) = await place.SizeAsync();
        var heads = await FillAsync(hours, 2 * hours) - empty;
        var (second, log) = await place.SizeAsync();
        var count = (double)series * hours * 3600 / Interval;
        figures.AtMost($"{series:N0} metric series every {Interval} s, all usual kinds: disk of each sample, everything counted", (second - first) / count, 2.5, "B", "0.000");
        figures.Told("disk before, of which log and what is in no chunk stay as large", first / 1e6, $"MB (log {log / 1e6:0.0} MB)", "0.0");
        figures.Told("memory of a series with its samples that are in no chunk", (double)heads / series, "B", "0");

        async Task<long> FillAsync(int from, int to)
        {
            await using var running = place.Run(new(), time);
            await running.Book.LoadAsync(CancellationToken.None);
            for (var round = from * 3600 / Interval; round < to * 3600 / Interval; round++)
            {
                for (var i = 0; i < series; i++)
                    running.Book.Take(names[i], made[i].Next(Start + round * Interval * 1_000L));
                await time.PassAsync(TimeSpan.FromSeconds(Interval), () => running.Book.Settled);
            }

            var memory = GC.GetTotalMemory(forceFullCollection: true);
            GC.KeepAlive(running);
            return memory;
        }
    }

    private static Measure[] Samples(Metrics made, int count) => [.. Enumerable.Range(0, count).Select(i => made.Next(Start + i * Interval * 1_000L))];

    private static TimeSpan Used => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>A database in a folder of its own.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("hale-bench-");
        private readonly DataFolder _folder;
        private Stores _stores;

        public Place()
        {
            _folder = DataFolder.Claim(_place.FullName, "http://127.0.0.1:1", TimeProvider.System);
            _stores = Stores.Open(_folder, TimeProvider.System);
        }

        public Running Run(SeriesOptions options, TimeProvider time) =>
            new(new(_stores.Series, options, new Vitals(time), time, NullLogger<SeriesBook>.Instance), time);

        /// <summary>All bytes of the database once its own log is in it, and those of the room's write-ahead log.</summary>
        public async Task<(long All, long Log)> SizeAsync()
        {
            var log = (await _stores.Series.LoadAsync(CancellationToken.None)).Rows.Sum(row => (long)row.Body.Length);
            await _stores.DisposeAsync();
            var size = new FileInfo(_folder.Database).Length;
            _stores = Stores.Open(_folder, TimeProvider.System);
            return (size, log);
        }

        public async ValueTask DisposeAsync()
        {
            await _stores.DisposeAsync();
            _folder.Dispose();
            _place.Delete(recursive: true);
        }
    }

    /// <summary>A book that writes.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly TimeProvider _time;
        private readonly Task _running;

        public Running(SeriesBook book, TimeProvider time)
        {
            (Book, _time) = (book, time);
            _running = book.RunAsync(_stopping.Token);
        }

        public SeriesBook Book { get; }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            if (_time is ManualTime time)
                await time.FinishAsync(_running);
            await _running;
            _stopping.Dispose();
        }
    }
}
