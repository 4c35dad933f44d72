using Hale.Monitoring.Checks;
using Hale.Monitoring.Watch;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Tests.Watch;

/// <summary>The monitor's fixed lines.</summary>
public sealed class MonitorLogTests
{
    private const string Category = "Hale.HealthMonitor";
    private const string Url = "http://shop/health";

    [Fact]
    public async Task Start_CountsTargetsOnlyAndNamesEach()
    {
        var log = new LogBook();
        await using var rig = new WatchRig(loggers: log);
        rig.Watcher.Launch([(Target(rig), null), (Some.Service(rig.Check.Spec("http://api/")), null), (Target(rig, "shop:staging") with { Paused = true }, null)]);
        rig.Start();
        await rig.QuietAsync();

        Assert.Equal(["HealthMonitor started", "Monitoring 1 deployments", $"Started monitoring shop:production at {Url}"], log.Of(Category).Take(3));
    }

    [Fact]
    public async Task SetAndRemove_WhileRunning_AreLoggedForTargets()
    {
        var log = new LogBook();
        await using var rig = new WatchRig(loggers: log);
        rig.Start();
        rig.Watcher.Set(Target(rig));
        rig.Watcher.Set(Target(rig) with { Interval = TimeSpan.FromSeconds(5) });
        rig.Watcher.Set(Target(rig) with { Check = rig.Check.Spec("http://new/") });
        rig.Watcher.Set(Target(rig) with { Check = rig.Check.Spec("http://new/"), Paused = true });
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://api/")));
        rig.Watcher.Remove("shop:production");
        rig.Watcher.Remove("shop:nothing");
        rig.Watcher.Remove("shop-api");

        Assert.Equal(
            [
                $"Started monitoring shop:production at {Url}", "Stopped monitoring shop:production", "Started monitoring shop:production at http://new/",
                "Stopped monitoring shop:production",
            ],
            log.Of(Category).Skip(2));
    }

    [Fact]
    public async Task Stop_SaysSoAndNamesEachTarget()
    {
        var log = new LogBook();
        await using var rig = new WatchRig(loggers: log);
        rig.Watcher.Launch([(Target(rig), null), (Some.Service(rig.Check.Spec("http://api/")), null), (Target(rig, "shop:staging"), null)]);
        rig.Start();
        await rig.PassAsync(6);
        await rig.Stop();

        Assert.Equal(["Stopping all monitors", "Stopped monitoring shop:production", "Stopped monitoring shop:staging"], log.Of(Category).TakeLast(3));
    }

    public static TheoryData<FakeAnswer, LogLevel, string> Results => new()
    {
        { FakeAnswer.Ok(TimeSpan.FromMilliseconds(12)), LogLevel.Debug, "shop:production - Healthy (12ms)" },
        { FakeAnswer.Slow(), LogLevel.Error, "shop:production - degraded (slow response: took 1500 ms, more than 1s)" },
        { FakeAnswer.Degraded("read only"), LogLevel.Error, "shop:production - degraded (read only)" },
        { FakeAnswer.Fails(FailureKind.Dns), LogLevel.Error, "shop:production - down (DNS error: fake Dns)" },
        { FakeAnswer.Hangs, LogLevel.Error, "shop:production - degraded (slow response: fake timeout)" },
        { FakeAnswer.Status(404), LogLevel.Error, "shop:production - down (health endpoint missing: fake HttpStatus)" },
        { FakeAnswer.Status(503), LogLevel.Error, "shop:production - degraded (server issues: fake HttpStatus)" },
        { FakeAnswer.Status(401), LogLevel.Error, "shop:production - down (fake HttpStatus)" },
        { FakeAnswer.Fails(FailureKind.Tls), LogLevel.Error, "shop:production - down (security issue: fake Tls)" },
        { Says(FailureKind.Tls, "it is self-signed (security issue)"), LogLevel.Error, "shop:production - down (it is self-signed (security issue))" },
        { Says(FailureKind.Dns, "no such name (NXDOMAIN, DNS error)"), LogLevel.Error, "shop:production - down (no such name (NXDOMAIN, DNS error))" },
        { FakeAnswer.Refused, LogLevel.Error, "shop:production - down (fake Refused)" },
    };

    private static FakeAnswer Says(FailureKind kind, string message) => new() { Failure = new(kind, message) };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Check_OfATarget_IsLoggedWithItsReason(FakeAnswer answer, LogLevel level, string text)
    {
        var log = new LogBook();
        await using var rig = new WatchRig(loggers: log);
        rig.Check.Script(Url, answer);
        rig.Start();
        rig.Watcher.Set(Target(rig));
        await rig.PassAsync(5.5);

        var line = log.Lines.Where(line => line.Category == Category).ElementAt(3);
        Assert.Equal((level, text), (line.Level, line.Text));
        Assert.Equal(answer.Failure?.Kind == FailureKind.Tls, log.Of(Category).Any(each => each.StartsWith("Security event", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_OfAService_NamesItsStatus()
    {
        var log = new LogBook();
        await using var rig = new WatchRig(loggers: log);
        rig.Check.Script("http://api/", FakeAnswer.Refused, FakeAnswer.Ok(), FakeAnswer.Refused);
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://api/")));
        await rig.PassAsync(30.5);

        Assert.Equal(["shop-api - unknown (fake Refused)", "shop-api - Healthy (0ms)", "shop-api - up (fake Refused)"], log.Of(Category).Skip(2));
    }

    [Fact]
    public async Task Heartbeat_EveryMinute_TellsWhatWasDone()
    {
        var log = new LogBook();
        await using var rig = new WatchRig(loggers: log);
        rig.Watcher.Launch([(Target(rig) with { Interval = TimeSpan.FromSeconds(10) }, null), (Some.Service(rig.Check.Spec("http://api/")) with { Paused = true }, null)]);
        rig.Start();
        await rig.PassAsync(181);

        var beats = log.Lines.Where(line => line.Category == Category && line.Text.StartsWith("HealthMonitor heartbeat", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, beats.Count);
        Assert.Equal((1, 6L, 0L), ((int)beats[2].Values["ActiveMonitors"]!, (long)beats[2].Values["Checks"]!, (long)beats[2].Values["OldestOverdueMs"]!));
    }

    private static WatchSpec Target(WatchRig rig, string key = "shop:production") => Some.Target(rig.Check.Spec(Url), key);
}
