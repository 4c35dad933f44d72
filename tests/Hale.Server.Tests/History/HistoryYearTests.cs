using Hale.Server.History;
using Hale.Server.History.Asking;
using Hale.Server.History.Coding;
using Hale.Server.Rounds;
using Hale.Server.Storage;
using Hale.Server.Tests.History.Coding;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

/// <summary>Days are summed up when they are over, and tell of a time of which no result is kept any more.</summary>
public sealed class HistoryYearTests : IAsyncLifetime
{
    private const int Days = 20;

    private readonly TempFolder _place = new();
    private DataFolder _folder = null!;
    private Stores _stores = null!;

    private static CancellationToken Cancel => HistoryRig.Cancel;

    public ValueTask InitializeAsync()
    {
        _folder = DataFolder.Claim(_place.Path, "http://127.0.0.1:1", TimeProvider.System);
        _stores = Stores.Open(_folder, TimeProvider.System);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _folder.Dispose();
        _place.Dispose();
    }

    [Fact]
    public async Task DaysThatAreOver_AreSummedUp_AndOutliveTheirResults()
    {
        await using var rig = new HistoryRig(_stores.History);
        var now = rig.Time.GetUtcNow();
        var results = await KeepAsync(now);
        await rig.History.LoadAsync(Cancel);
        rig.Run();
        await rig.PassAsync(180, rig.Idle);

        var from = now.AddDays(-300);
        var told = await rig.History.PointsAsync("a", from, now, 200, Cancel);
        var hours = await rig.History.PointsAsync("a", now.AddDays(-31), now, 1_000, Cancel);
        var before = await _stores.History.RollupsAsync(1, DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(now.UtcDateTime), Cancel);
        while (await _stores.History.PruneAsync(now.Date.AddDays(-1), now.AddYears(-1), 10_000, Cancel) > 0)
        {
        }

        var later = await rig.History.PointsAsync("a", from, now, 200, Cancel);
        Assert.Equal((TimeSpan.FromDays(2), TimeSpan.FromHours(1)), (told.Step, hours.Step));
        Assert.InRange(before.Count, Days - 1, Days + 1);
        Assert.Equal(results.Length, told.Items.Sum(point => point.Checks));
        Same(Naive(results, told), told.Items);
        Same(told.Items, later.Items);
        Same(Naive(results, hours), hours.Items, within: 0.006);
    }

    /// <summary>A fortnight of days that are summed up, with edges that are not: the same as of all single results.</summary>
    [Fact]
    public async Task Trend_IsThatOfTheSingleResults()
    {
        await using var rig = new HistoryRig(_stores.History);
        var now = rig.Time.GetUtcNow();
        var results = await KeepAsync(now);
        await rig.History.LoadAsync(Cancel);
        rig.Run();
        await rig.PassAsync(180, rig.Idle);
        now = rig.Time.GetUtcNow();

        var trend = await rig.History.TrendAsync(new("a", now.AddDays(-30)), now.AddDays(-7), now, Cancel);
        var together = await rig.History.PointsAsync((IReadOnlyList<string>)["a"], now.AddDays(-10), now, 5, Cancel);

        Of(results, now.AddDays(-7), now, trend.Now);
        Of(results, now.AddDays(-14), now.AddDays(-7), trend.Before);
        Assert.InRange(trend.SlopeMsPerDay!.Value, -1, 1);
        Assert.Equal(TimeSpan.FromDays(2), together.Step);
        Assert.Equal(results.Count(each => each.At >= together.From.ToUnixTimeMilliseconds()), together.Items.Sum(point => point.Checks));

        static void Of(Reading[] all, DateTimeOffset from, DateTimeOffset to, Total total)
        {
            var tally = new Tally();
            tally.Add([.. all.Where(each => each.At >= from.ToUnixTimeMilliseconds() && each.At < to.ToUnixTimeMilliseconds())]);
            Assert.Equal((tally.Checks, tally.Failures), (total.Checks, total.Failures));
            var (expected, found) = (tally.Told()!, total.LatencyMs!);
            Assert.Equal((expected.Min, expected.P50, expected.P95, expected.Max), (found.Min, found.P50, found.P95, found.Max));
            Assert.Equal(expected.Avg, found.Avg, 1e-9);
        }
    }

    [Fact]
    public async Task ResultsThatWentForWantOfRoom_AreToldFromTheirSums()
    {
        var now = new ManualTime().GetUtcNow();
        var results = await KeepAsync(now);
        var most = await _stores.History.SizeAsync(Cancel) - (2 << 14);
        await using var rig = new HistoryRig(_stores.History, new() { MaxDisk = most });
        await rig.History.LoadAsync(Cancel);
        rig.Run();
        await rig.PassAsync(900, rig.Idle);
        Assert.InRange(rig.History.Size, 1, most);
        var oldest = await _stores.History.OldestAsync(Cancel);

        var told = await rig.History.PointsAsync("a", now.AddDays(-Days), now, 100, Cancel);
        var lately = await rig.History.PointsAsync("a", now.AddHours(-6), now, 100, Cancel);

        Assert.InRange(oldest.Single!.Value, now.AddDays(-Days + 2), now);
        Assert.Equal(TimeSpan.FromDays(1), told.Step);
        Assert.Equal(results.Count(each => each.At >= told.From.ToUnixTimeMilliseconds()), told.Items.Sum(point => point.Checks));
        Assert.Equal(TimeSpan.FromMinutes(3.6), lately.Step);
    }

    /// <summary>A hub that is told metrics and has hardly a result of its own.</summary>
    [Fact]
    public async Task MetricSamples_AreWhatGoes_WhereTheyAreTooMuch()
    {
        var now = new ManualTime().GetUtcNow();
        await _stores.Series.AppendAsync(new() { Series = [new(1, "cpu")] }, Cancel);
        await _stores.Series.AppendAsync(
            new() { Chunks = [.. Enumerable.Range(0, Days * 24).Select(hour => new Server.Series.StoredChunk(1, now.AddHours(-hour), new byte[1_000]))] }, Cancel);
        await _stores.Series.RollAsync([], DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1), Cancel);
        var most = await _stores.History.SizeAsync(Cancel) - (8 << 14);
        await using var rig = new HistoryRig(_stores.History, new() { MaxDisk = most }, new Kept(_stores.Series, TimeSpan.FromDays(30), TimeSpan.FromDays(366)));
        await rig.History.LoadAsync(Cancel);
        rig.Run();

        await rig.PassAsync(900, rig.Idle);

        Assert.InRange(rig.History.Size, 1, most);
        Assert.False(rig.History.Overfull);
        Assert.InRange((await _stores.Series.OldestAsync(Cancel)).Single!.Value, now.AddDays(-Days + 2), now.AddDays(-1));
    }

    [Fact]
    public async Task ADay_IsNotSummedUp_BeforeItIsOver()
    {
        await using var rig = new HistoryRig(_stores.History);
        rig.Time.Advance(TimeSpan.FromDays(1) - rig.Time.GetUtcNow().TimeOfDay + TimeSpan.FromHours(12));
        await rig.History.LoadAsync(Cancel);
        rig.Run();
        rig.Saw("a");
        await rig.PassAsync(3_600, rig.Idle);
        Assert.Null(await _stores.History.RolledAsync(Cancel));

        await rig.PassAsync(14 * 3_600, rig.Idle);

        Assert.Equal(DateOnly.FromDateTime(rig.Time.GetUtcNow().UtcDateTime).AddDays(-1), await _stores.History.RolledAsync(Cancel));
        var rollup = Assert.Single(await _stores.History.RollupsAsync(1, DateOnly.MinValue, DateOnly.MaxValue, Cancel));
        Assert.Equal(1, Assert.Single(Rollup.Read(rollup.Body.Span).Hours).Checks);
    }

    [Fact]
    public async Task ADay_SummedUpUnderAClockThatWasAhead_IsSummedUpAnewWhenItIsOver()
    {
        await using var rig = new HistoryRig(_stores.History);
        var today = DateOnly.FromDateTime(rig.Time.GetUtcNow().UtcDateTime);
        await rig.History.LoadAsync(Cancel);
        rig.Run();
        rig.Saw("a");
        rig.Time.LeapWall(TimeSpan.FromDays(1));
        await rig.PassAsync(1_200, rig.Idle);
        Assert.Equal(today, await _stores.History.RolledAsync(Cancel));
        Assert.Equal(1, await ChecksAsync());

        rig.Time.LeapWall(TimeSpan.FromDays(-1));
        rig.Saw("a");
        await rig.PassAsync(1_200, rig.Idle);
        rig.Time.LeapWall(TimeSpan.FromHours(20));
        await rig.PassAsync(1_200, rig.Idle);

        Assert.Equal(2, await ChecksAsync());

        async Task<int> ChecksAsync() => Rollup.Read(Assert.Single(await _stores.History.RollupsAsync(1, today, today, Cancel)).Body.Span).Hours.Sum(hour => hour.Checks);
    }

    /// <summary>The same points; the mean of an hour that is summed up is kept to 0.6 %.</summary>
    private static void Same(IReadOnlyList<Point> expected, IReadOnlyList<Point> found, double within = 1e-9)
    {
        static Point Rest(Point point) => point with { LatencyMs = point.LatencyMs! with { Avg = 0 } };
        Assert.Equal(expected.Select(Rest), found.Select(Rest));
        Assert.All(expected.Zip(found), pair => Assert.Equal(1, pair.Second.LatencyMs!.Avg / pair.First.LatencyMs!.Avg, within));
    }

    private static IReadOnlyList<Point> Naive(Reading[] results, Points like)
    {
        var thinning = new Thinning(like.From, like.Step);
        thinning.Add(results);
        return thinning.Done();
    }

    /// <summary>Twenty days of results up to now, as a hub would have packed them.</summary>
    private async Task<Reading[]> KeepAsync(DateTimeOffset now)
    {
        var made = Sequences.Ordinary(new(7), Days * 2_880 / Chunk.Full * Chunk.Full);
        var shift = now.ToUnixTimeMilliseconds() - made[^1].At - 1;
        var results = made.Select(reading => reading with { At = reading.At + shift }).ToArray();
        var chunks = results.Chunk(Chunk.Full).Select((part, i) => new StoredChunk(
            1, DateTimeOffset.FromUnixTimeMilliseconds(part[^1].At), Chunk.Write(part, i * Chunk.Full)));
        await _stores.History.BeginRunAsync(now.AddDays(-Days - 1), Cancel);
        await _stores.History.AppendAsync(
            new() { Series = [new(1, "a")], Chunks = [.. chunks], Heads = [new(1, results.Length, 0, 0, ReadOnlyMemory<byte>.Empty)] }, Cancel);
        return results;
    }
}
