using Hale.Monitoring.Health;
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

        var uptime = await rig.History.UptimeAsync("a", TimeSpan.FromSeconds(1_200), start, now, HistoryRig.Cancel);
        Assert.Equal(600, uptime.Unknown.TotalSeconds, 1.0);
        Assert.Equal(100, uptime.Down.TotalSeconds, 1.0);
        Assert.Equal(500, uptime.Up.TotalSeconds, 1.0);
        Assert.Equal(83.333, uptime.Percent!.Value, 0.5);

        var events = await rig.History.EventsAsync("a", null, 2, HistoryRig.Cancel);
        Assert.Equal([Status.Up, Status.Down], events.Select(each => each.Event.Step.To));
        Assert.Equal([Status.Up], (await rig.History.EventsAsync("a", events[^1].Place, 2, HistoryRig.Cancel)).Select(each => each.Event.Step.To));
        Assert.Equal(50, (await rig.History.RecentAsync("a", 50, HistoryRig.Cancel)).Count);
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

        var uptime = await next.History.UptimeAsync("a", TimeSpan.FromSeconds(100), start, next.Time.GetUtcNow(), HistoryRig.Cancel);

        Assert.Equal(30, uptime.Unknown.TotalSeconds, 1.0);
        Assert.Equal(70, uptime.Up.TotalSeconds, 1.0);
        Assert.Equal(100, uptime.Percent);
    }
}
