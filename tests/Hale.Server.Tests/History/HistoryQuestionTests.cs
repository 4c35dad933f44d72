using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.Storage;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

/// <summary>The questions, through the whole room and a real store.</summary>
public sealed class HistoryQuestionTests : IAsyncLifetime
{
    private readonly TempFolder _place = new();
    private DataFolder _folder = null!;
    private Stores _stores = null!;

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
    public async Task TenMinutes_WithAnOutage_IsToldAsItWas()
    {
        await using var rig = new HistoryRig(_stores.History);
        await rig.History.LoadAsync(HistoryRig.Cancel);
        var start = rig.Time.GetUtcNow();
        rig.Run();
        for (var i = 0; i < 60; i++)
        {
            rig.Saw("a", i is >= 20 and < 30 ? Some.Failure() : Some.Success(10 + i) with { Took = TimeSpan.FromMilliseconds(10 + i) });
            await rig.PassAsync(10, rig.Idle);
        }

        var now = rig.Time.GetUtcNow();
        var points = await rig.History.PointsAsync("a", start, now, 6, HistoryRig.Cancel);
        Assert.Equal(TimeSpan.FromSeconds(100), points.Step);
        Assert.Equal([0, 0, 10, 0, 0, 0], points.Items.Select(point => point.Failures));
        Assert.Equal([Status.Up, Status.Up, Status.Down, Status.Up, Status.Up, Status.Up], points.Items.Select(point => point.Status));
        var latency = points.Items[0].LatencyMs!;
        Assert.Equal(10, latency.Min, 0.06);
        Assert.Equal(14.5, latency.Avg, 0.09);
        Assert.Equal(19, latency.Max, 0.12);
        Assert.Null(points.Items[2].LatencyMs);

        var uptime = await rig.History.UptimeAsync(new Subject("a", start), now.AddSeconds(-1_200), now, HistoryRig.Cancel);
        Assert.Equal(600, uptime.Unknown.TotalSeconds, 1.0);
        Assert.Equal(100, uptime.Down.TotalSeconds, 1.0);
        Assert.Equal(500, uptime.Up.TotalSeconds, 1.0);
        Assert.Equal(83.333, uptime.Percent!.Value, 0.5);

        var events = await rig.History.EventsAsync(["a"], null, 2, HistoryRig.Cancel);
        Assert.Equal([Status.Up, Status.Down], events.Select(each => each.Event.Step.To));
        Assert.Equal([Status.Up], (await rig.History.EventsAsync(["a"], events[^1].Place, 2, HistoryRig.Cancel)).Select(each => each.Event.Step.To));
        Assert.Equal(50, (await rig.History.RecentAsync("a", 50, HistoryRig.Cancel)).Count);
    }

    [Fact]
    public async Task Versions_AreToldFromTheTimeTheyWereSaidFirst_OverAStartToo()
    {
        var start = new ManualTime().GetUtcNow();
        await using (var rig = new HistoryRig(_stores.History))
        {
            await rig.History.LoadAsync(HistoryRig.Cancel);
            rig.Run();
            foreach (var version in (string?[])["1.0", "1.0", null, "1.1", "1.1"])
            {
                rig.Saw("a", Some.Success() with { Details = version is null ? null : new Dictionary<string, object?> { ["version"] = version } });
                await rig.PassAsync(10, rig.Idle);
            }

            rig.Stop();
            await rig.Running;
        }

        await using var next = new HistoryRig(_stores.History);
        next.Time.Advance(TimeSpan.FromSeconds(50));
        await next.History.LoadAsync(HistoryRig.Cancel);
        next.Run();
        next.Saw("a", Some.Success() with { Details = new Dictionary<string, object?> { ["version"] = "1.1" } });
        next.Saw("a", Some.Failure());
        await next.PassAsync(10, next.Idle);
        var now = next.Time.GetUtcNow();

        var versions = await next.History.VersionsAsync(new("a", start), start.AddSeconds(-100), now, HistoryRig.Cancel);

        Assert.Equal([("1.0", 0, 30), ("1.1", 30, 60)], versions.Select(each => (each.Version, (each.From - start).TotalSeconds, (each.To - start).TotalSeconds)));
        Assert.Equal([30.0, 20.0], versions.Select(each => Math.Round(each.Uptime.Up.TotalSeconds)));
        Assert.Equal([0.0, 10.0], versions.Select(each => Math.Round(each.Uptime.Down.TotalSeconds)));
    }

    [Fact]
    public async Task PointsOfMany_AreTheSumOfTheirs()
    {
        await using var rig = new HistoryRig(_stores.History);
        await rig.History.LoadAsync(HistoryRig.Cancel);
        var start = rig.Time.GetUtcNow();
        rig.Run();
        for (var i = 0; i < 10; i++)
        {
            rig.Saw("a", Some.Success(10));
            rig.Saw("b", i == 3 ? Some.Failure() : Some.Success(30));
            await rig.PassAsync(10, rig.Idle);
        }

        var points = await rig.History.PointsAsync((IReadOnlyList<string>)["a", "b", "none"], start, rig.Time.GetUtcNow(), 5, HistoryRig.Cancel);

        Assert.Equal([4, 4, 4, 4, 4], points.Items.Select(point => point.Checks));
        Assert.Equal([0, 1, 0, 0, 0], points.Items.Select(point => point.Failures));
        Assert.Equal([Status.Up, Status.Down, Status.Up, Status.Up, Status.Up], points.Items.Select(point => point.Status));
        var latency = points.Items[0].LatencyMs!;
        Assert.Equal((10, 20, 30), (Math.Round(latency.Min), Math.Round(latency.Avg), Math.Round(latency.Max)));
    }

    [Fact]
    public async Task Uptime_WhileNoHubRan_IsUnknown()
    {
        var time = new ManualTime();
        var start = time.GetUtcNow();
        await using (var rig = new HistoryRig(_stores.History))
        {
            await rig.History.LoadAsync(HistoryRig.Cancel);
            rig.Run();
            rig.Saw("a");
            await rig.PassAsync(60, rig.Idle);
            rig.Stop();
            await rig.Running;
        }

        await using var next = new HistoryRig(_stores.History);
        next.Time.Advance(TimeSpan.FromSeconds(90));
        await next.History.LoadAsync(HistoryRig.Cancel);
        next.Time.Advance(TimeSpan.FromSeconds(10));

        var uptime = await next.History.UptimeAsync(new Subject("a", start), next.Time.GetUtcNow().AddSeconds(-100), next.Time.GetUtcNow(), HistoryRig.Cancel);

        Assert.Equal(30, uptime.Unknown.TotalSeconds, 1.0);
        Assert.Equal(70, uptime.Up.TotalSeconds, 1.0);
        Assert.Equal(100, uptime.Percent);
    }
}
