using System.Diagnostics;
using Hale.Server.History;
using Hale.Server.History.Asking;
using Hale.Server.History.Coding;

namespace Hale.Bench.History;

/// <summary>One figure after the other.</summary>
internal sealed class Scenarios(Figures figures, Databases databases)
{
    private const int Interval = 30;
    private const int PerDay = 86_400 / Interval;

    private static readonly DateTimeOffset Start = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The coding alone: twenty services, thirty days.</summary>
    public void Coding()
    {
        var (bytes, count, packing, unpacking) = (0L, 0L, TimeSpan.Zero, TimeSpan.Zero);
        for (var seed = 0; seed < 20; seed++)
        {
            var readings = Readings(seed, 30 * PerDay);
            var before = Used;
            var chunks = readings.Chunk(Chunk.Full).Select(part => Chunk.Write(part, 0)).ToArray();
            packing += Used - before;
            before = Used;
            count += chunks.Sum(chunk => Chunk.Read(chunk).Readings.Length);
            unpacking += Used - before;
            bytes += chunks.Sum(chunk => chunk.Length);
        }

        figures.Told("a result in a chunk, 20 services for 30 days", (double)bytes / count, "B", "0.000");
        figures.Told("packing a result", packing.TotalNanoseconds / count, "ns", "0");
        figures.Told("unpacking a result", unpacking.TotalNanoseconds / count, "ns", "0");
    }

    /// <summary>What a check waits for: taking a result in.</summary>
    public async Task SeeingAsync()
    {
        const int Series = 1_000, Rounds = 2_000;
        await using var room = await Room.MakeAsync(Series, databases);
        var results = new Results(1);
        var seen = Enumerable.Range(0, Rounds).Select(round => results.Next(Start.AddSeconds(round * Interval))).ToArray();
        for (var warm = 0; warm < 100; warm++)
            One(warm);
        await room.WriteAsync();
        var (took, allocated) = (TimeSpan.Zero, 0L);
        for (var round = 100; round < Rounds; round++)
        {
            var (before, bytes) = (Used, GC.GetAllocatedBytesForCurrentThread());
            One(round);
            (took, allocated) = (took + (Used - before), allocated + (GC.GetAllocatedBytesForCurrentThread() - bytes));
            await room.WriteAsync();
        }

        figures.AtMost("taking a result in", took.TotalMicroseconds / Series / (Rounds - 100), 0.5, "µs");
        figures.AtMost("garbage of that", (double)allocated / Series / (Rounds - 100), 32, "B", "0.0");

        void One(int round)
        {
            for (var series = 0; series < Series; series++)
                room.Saw(series, seen[round].Seen, seen[round].After);
        }
    }

    /// <summary>As many results as go in, packed and durable.</summary>
    public async Task IngestAsync()
    {
        const int Series = 2_000, Rounds = 3_000, PerWrite = 10;
        await using var room = await Room.MakeAsync(Series, databases);
        var results = new Results(2);
        var seen = Enumerable.Range(0, Rounds).Select(round => results.Next(Start.AddSeconds(round * Interval))).ToArray();
        var (clock, before) = (Stopwatch.StartNew(), Used);
        for (var round = 0; round < Rounds; round++)
        {
            for (var series = 0; series < Series; series++)
                room.Saw(series, seen[round].Seen, seen[round].After);
            if (round % PerWrite == PerWrite - 1)
                await room.WriteAsync();
        }

        var count = (double)Series * Rounds;
        figures.AtLeast("results a second, one writer, packed and durable", count / clock.Elapsed.TotalSeconds / 1e6, databases.Bounds.Ingest, "M");
        figures.Told("processor time of each", (Used - before).TotalMicroseconds / count, "µs");
    }

    /// <summary>One service among others, asked about.</summary>
    public async Task AskingAsync(int days)
    {
        const int Series = 50;
        await using var room = await Room.MakeAsync(Series, databases);
        await FillAsync(room, 0, days * 86_400, Series, 20 * Interval);
        var (from, to) = (Start, Start.AddDays(days));
        var cold = new List<double>();
        for (var i = 0; i < 11; i++)
        {
            await room.ReopenAsync();
            cold.Add(await AskAsync(room, i, from, to));
        }

        var warm = new List<double>();
        for (var i = 0; i < 101; i++)
            warm.Add(await AskAsync(room, 7, from, to));
        figures.AtMost($"{days} days of one service to 500 points, database opened anew, median of 11", Median(cold), databases.Bounds.Cold, "ms");
        figures.AtMost($"{days} days of one service to 500 points, warm, median of 101", Median(warm), 5, "ms");
    }

    /// <summary>A year of one service among others, of which no single result is kept any more.</summary>
    public async Task YearAsync()
    {
        const int Series = 50, Days = 365;
        await using var room = await Room.MakeAsync(Series, databases);
        await room.WriteAsync();
        var results = Enumerable.Range(0, Series).Select(seed => new Results(seed)).ToArray();
        var (bytes, first) = (0L, DateOnly.FromDateTime(Start.UtcDateTime));
        for (var day = 0; day < Days; day++)
        {
            var from = Start.AddDays(day);
            var rollups = results.Select((made, series) => new StoredRollup(
                series + 1, first.AddDays(day), Rollup.Write(DaySum.Of([Readings(made, from, PerDay)])!))).ToArray();
            bytes += rollups.Sum(rollup => rollup.Body.Length);
            await room.Store.RollAsync(rollups, first.AddDays(day), CancellationToken.None);
        }

        var (cold, warm) = (new List<double>(), new List<double>());
        for (var i = 0; i < 11; i++)
        {
            await room.ReopenAsync();
            cold.Add(await AskYearAsync(room, i + 1, first, Days));
        }

        for (var i = 0; i < 101; i++)
            warm.Add(await AskYearAsync(room, 7, first, Days));
        figures.Told("a day of one service, summed up", (double)bytes / Series / Days, "B", "0");
        figures.AtMost("1 year of one service by the day, database opened anew, median of 11", Median(cold), databases.Bounds.ColdYear, "ms");
        figures.AtMost("1 year of one service by the day, warm, median of 101", Median(warm), 5, "ms");
    }

    /// <summary>A hub of many services: the disk of a day when the hub is not new any more, the memory of the heads.</summary>
    public async Task ManyAsync(int services, int hours)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var room = await Room.MakeAsync(services, databases);
        var empty = GC.GetTotalMemory(forceFullCollection: true);
        var used = Used;
        await FillAsync(room, 0, hours * 3600, services, 10);
        await SumAsync(0);
        var first = await room.SizeAsync();
        await FillAsync(room, hours * 3600, 2 * hours * 3600, services, 10);
        var took = Used - used;
        var heads = GC.GetTotalMemory(forceFullCollection: true) - empty;
        var count = (double)services * hours * 3600 / Interval;
        var results = await room.SizeAsync() - first;
        await SumAsync(hours);
        var second = await room.SizeAsync() - first;
        figures.AtMost(
            $"{services:N0} services every 30 s: disk of {hours} h, after {hours} h", second / 1e6, databases.Bounds.Day * services / 10_000 * hours / 24, "MB", "0.0");
        figures.AtMost("of that for each result", results / count, databases.Bounds.Disk, "B", "0.000");
        figures.Told("of that for each result's part of the day's sums", (second - results) / count, "B", "0.000");
        figures.Told("disk before, of which verdicts, log and what is in no chunk stay as large", first / 1e6, "MB", "0.0");
        figures.AtMost("memory of the results that are in no chunk", heads / 1e6, 20.0 * services / 10_000, "MB", "0.0");
        figures.Told("memory of what is held of each service beside", (double)(empty - before) / services, "B", "0");
        figures.Told("processor time of a result, made up and written", took.TotalMicroseconds / count / 2, "µs");
        GC.KeepAlive(room);

        async Task SumAsync(int from)
        {
            for (var hour = from - from % 24; hour + 24 <= from + hours; hour += 24)
                await room.SumAsync(DateOnly.FromDateTime(Start.AddHours(hour).UtcDateTime));
        }
    }

    /// <summary>Every service is checked once in an interval, evenly spread; what some seconds bring is written together.</summary>
    private static async Task FillAsync(Room room, int from, int to, int services, int seconds)
    {
        var results = Enumerable.Range(0, services).Select(seed => new Results(seed)).ToArray();
        for (var second = from; second < to; second++)
        {
            var due = Start.AddSeconds(second);
            for (var series = second % Interval; series < services; series += Interval)
            {
                var (seen, after) = results[series].Next(due);
                room.Saw(series, seen, after);
            }

            if (second % seconds == seconds - 1)
                await room.WriteAsync(seconds);
            if (second % 300 == 299)
                await room.ClearUpAsync();
        }
    }

    private static async Task<double> AskAsync(Room room, int series, DateTimeOffset from, DateTimeOffset to)
    {
        var since = Stopwatch.GetTimestamp();
        var thinning = new Thinning(from, Thinning.Step(from, to, 500));
        foreach (var part in await room.WithinAsync(room.Pages[series], from, to, CancellationToken.None))
            thinning.Add(part.Span);
        var points = thinning.Done();
        var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        return points.Count is > 400 and <= 500 ? took : throw new InvalidOperationException($"{points.Count} points");
    }

    private static async Task<double> AskYearAsync(Room room, int series, DateOnly first, int days)
    {
        var since = Stopwatch.GetTimestamp();
        var thinning = new Thinning(Start, Thinning.StepOfSums(Start, Start.AddDays(days), 500));
        foreach (var rollup in await room.Store.RollupsAsync(series, first, first.AddDays(days), CancellationToken.None))
            thinning.Add(Rollup.Read(rollup.Body.Span));

        var points = thinning.Done();
        var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        return points.Count == days ? took : throw new InvalidOperationException($"{points.Count} points");
    }

    private static Reading[] Readings(int seed, int count) => Readings(new Results(seed), Start, count);

    private static Reading[] Readings(Results results, DateTimeOffset from, int count)
    {
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (seen, after) = results.Next(from.AddSeconds(i * Interval));
            return Reading.Of(seen.At, seen.Answered ? seen.Took.TotalMilliseconds : null, after.Status, seen.Failure?.Kind, seen.Failure?.Message);
        })];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static TimeSpan Used => Environment.CpuUsage.TotalTime;
}
