using System.Text;
using System.Text.Json;
using Hale.Tests.Kit;

namespace Hale.Health.Tests;

public sealed class SystemHealthMonitorTests
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(0.7);

    /// <summary>What a component has that says nothing itself.</summary>
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SystemHealthMonitor Monitor(params IHealthChecker[] checkers) => new(checkers, time: _time);

    private static HealthChecker Says(string name, HealthStatus status, bool critical = true, params string[] needs) =>
        new(name, _ => Task.FromResult(new HealthCheckResult(status, status == HealthStatus.Healthy ? null : $"{name} is bad")))
        {
            Critical = critical,
            Dependencies = needs,
        };

    [Theory]
    [InlineData(HealthStatus.Healthy, true, HealthStatus.Healthy)]
    [InlineData(HealthStatus.Degraded, true, HealthStatus.Degraded)]
    [InlineData(HealthStatus.Degraded, false, HealthStatus.Degraded)]
    [InlineData(HealthStatus.Unhealthy, false, HealthStatus.Degraded)]
    [InlineData(HealthStatus.Unhealthy, true, HealthStatus.Unhealthy)]
    public async Task Overall_OneComponent_ByItsStatusAndWeight(HealthStatus status, bool critical, HealthStatus overall)
    {
        var health = await Monitor(Says("fine", HealthStatus.Healthy), Says("other", status, critical)).CheckAsync(Cancel);

        Assert.Equal(overall, health.Status);
    }

    [Fact]
    public async Task Summary_Mixed_CountsEach()
    {
        var health = await Monitor(
            Says("database", HealthStatus.Healthy), Says("external", HealthStatus.Degraded), Says("internal", HealthStatus.Unhealthy)).CheckAsync(Cancel);

        Assert.Equal(new HealthSummary(3, 1, 1, 1), health.Summary);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
    }

    [Fact]
    public void Current_BeforeTheFirstCheck_DegradedNotCheckedYet()
    {
        var health = Monitor(Says("database", HealthStatus.Healthy)).Current;

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal("not checked yet", health.Components["database"].Message);
    }

    [Fact]
    public void Current_NoComponents_Healthy() => Assert.Equal(HealthStatus.Healthy, Monitor().Current.Status);

    [Fact]
    public async Task Metrics_SuccessThenFailure_AsTheyAreDocumented()
    {
        var broken = false;
        var monitor = Monitor(new HealthChecker("database", _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(40));
            return broken ? throw new IOException("connection refused") : Task.FromResult(HealthCheckResult.Healthy());
        }));

        var good = (await monitor.CheckAsync(Cancel)).Components["database"];
        broken = true;
        var bad = (await monitor.CheckAsync(Cancel)).Components["database"];

        Assert.Equal(new HealthMetrics(40, 100, 0, null, 0.04), good.Metrics);
        Assert.Equal(TimeSpan.FromMilliseconds(40), good.Duration);
        Assert.Equal(HealthStatus.Unhealthy, bad.Status);
        Assert.Equal("connection refused", bad.Message);
        Assert.Equal(new HealthMetrics(40, 0, 1, "connection refused", 0.08), bad.Metrics);
    }

    [Fact]
    public async Task Metrics_CheckersOwn_AreKept()
    {
        var own = new HealthMetrics(1, 50, 7, "x", 9);

        var health = await Monitor(new HealthChecker("a", _ => Task.FromResult(HealthCheckResult.Healthy() with { Metrics = own }))).CheckAsync(Cancel);

        Assert.Equal(own, health.Components["a"].Metrics);
    }

    [Fact]
    public async Task Cascade_DependencyUnhealthy_DependantsDegradedAndTheDeepestNamed()
    {
        var health = await Monitor(
            Says("web", HealthStatus.Healthy, needs: "api"), Says("api", HealthStatus.Healthy, needs: "database"),
            Says("database", HealthStatus.Unhealthy, critical: false)).CheckAsync(Cancel);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.All(["web", "api"], name =>
        {
            Assert.Equal(HealthStatus.Degraded, health.Components[name].Status);
            Assert.Equal("dependency database unhealthy", health.Components[name].Message);
            Assert.Equal("database", health.Components[name].Details!["caused_by"]);
        });
        Assert.Null(health.Components["database"].Details);
    }

    [Fact]
    public async Task Cascade_DependantItselfUnhealthy_KeepsItsOwnMessage()
    {
        var health = await Monitor(Says("api", HealthStatus.Unhealthy, needs: "database"), Says("database", HealthStatus.Unhealthy)).CheckAsync(Cancel);

        Assert.Equal("api is bad", health.Components["api"].Message);
        Assert.Equal("database", health.Components["api"].Details!["caused_by"]);
    }

    [Fact]
    public async Task Cascade_DependencyDegraded_ChangesNothing()
    {
        var health = await Monitor(Says("api", HealthStatus.Healthy, needs: "database"), Says("database", HealthStatus.Degraded)).CheckAsync(Cancel);

        Assert.Equal(HealthStatus.Healthy, health.Components["api"].Status);
    }

    [Fact]
    public void Components_Impossible_AreRefusedByName()
    {
        var circle = Refusal(Says("a", HealthStatus.Healthy, needs: "b"), Says("b", HealthStatus.Healthy, needs: "a"));
        Assert.Contains("a -> b -> a", circle, StringComparison.Ordinal);
        Assert.Contains("'ghost'", Refusal(Says("a", HealthStatus.Healthy, needs: "ghost")), StringComparison.Ordinal);
        Assert.Contains("'a'", Refusal(Says("a", HealthStatus.Healthy), Says("a", HealthStatus.Healthy)), StringComparison.Ordinal);
        Assert.Contains("positive", Refusal(new HealthChecker("a", null!) { Interval = TimeSpan.Zero }), StringComparison.Ordinal);

        string Refusal(params IHealthChecker[] checkers) => Assert.Throws<ArgumentException>(() => Monitor(checkers)).Message;
    }

    [Fact]
    public async Task Timeout_CheckerThatIgnoresItsToken_FailsInTimeAndIsNotAskedTwiceAtOnce()
    {
        var (asked, hanging) = (0, new TaskCompletionSource<HealthCheckResult>());
        var slow = new HealthChecker("slow", Ask) { Timeout = TimeSpan.FromSeconds(2) };
        var monitor = Monitor(slow);

        var check = monitor.CheckAsync(Cancel);
        await _time.QuietAsync(() => Volatile.Read(ref asked) == 1 && _time.NextDue is not null);
        await _time.PassAsync(TimeSpan.FromSeconds(2), () => check.IsCompleted || _time.NextDue is not null);
        Assert.Equal("no answer within 2000 ms", (await check).Components["slow"].Message);
        Assert.Equal("the check before this one still runs", (await monitor.CheckAsync(Cancel)).Components["slow"].Message);
        Assert.Equal(1, asked);

        hanging.SetResult(HealthCheckResult.Healthy());
        await _time.QuietAsync(() => hanging.Task.IsCompleted);
        HealthCheckResult again;
        do
            again = (await monitor.CheckAsync(Cancel)).Components["slow"];
        while (again.Status != HealthStatus.Healthy);

        Task<HealthCheckResult> Ask(CancellationToken ct)
        {
            Interlocked.Increment(ref asked);
            return hanging.Task;
        }
    }

    [Fact]
    public async Task Timeout_CheckerThatBlocks_FailsInTime()
    {
        using var release = new ManualResetEventSlim();
        var monitor = Monitor(new HealthChecker("blocking", _ =>
        {
            release.Wait(Cancel);
            return Task.FromResult(HealthCheckResult.Healthy());
        }));

        var check = monitor.CheckAsync(Cancel);
        await _time.PassAsync(TimeSpan.FromSeconds(5), () => check.IsCompleted || _time.NextDue is not null);

        Assert.Equal("no answer within 5000 ms", (await check).Components["blocking"].Message);
        release.Set();
    }

    [Fact]
    public async Task Run_Interval_EachAtItsOwnUntilStopped()
    {
        var (fast, slow) = (0, 0);
        using var stopping = new CancellationTokenSource();
        var monitor = Monitor(
            new HealthChecker("fast", _ => Counted(ref fast)) { Interval = Often },
            new HealthChecker("slow", _ => Counted(ref slow)));
        var running = monitor.RunAsync(stopping.Token);

        // Quiet: both loops have turned as often as they should by now, and each has set the timer of its next turn.
        await _time.PassAsync(TimeSpan.FromSeconds(60), () => fast == Turns(Often) && slow == Turns(Seldom)
            && _time.IsSet(Often * fast) && _time.IsSet(Seldom * slow));
        await stopping.CancelAsync();
        await running;

        Assert.Equal((86, 3), (fast, slow));

        int Turns(TimeSpan interval) => 1 + (int)(_time.Passed.Ticks / interval.Ticks);

        static Task<HealthCheckResult> Counted(ref int count)
        {
            Interlocked.Increment(ref count);
            return Task.FromResult(HealthCheckResult.Healthy());
        }
    }

    [Fact]
    public async Task Check_WhileOneRuns_JoinsIt()
    {
        var (asked, answer) = (0, new TaskCompletionSource<HealthCheckResult>());
        var monitor = Monitor(new HealthChecker("a", _ =>
        {
            Interlocked.Increment(ref asked);
            return answer.Task;
        }));
        var both = Task.WhenAll(monitor.CheckAsync(Cancel), monitor.CheckAsync(Cancel));

        answer.SetResult(HealthCheckResult.Healthy());
        await both;

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Json_Document_CamelCaseAndNothingForNull()
    {
        var health = await Monitor(new HealthChecker("database", _ => Task.FromResult(HealthCheckResult.Degraded("slow", new Dictionary<string, object?>
        {
            ["pool"] = 4,
            ["ratio"] = 0.5,
            ["hosts"] = new[] { "a", "b" },
            ["nested"] = new Dictionary<string, object?> { ["on"] = true, ["off"] = null },
            ["counts"] = new Dictionary<string, int> { ["pods"] = 3 },
            ["odd"] = new Uri("http://x/"),
        })))).CheckAsync(Cancel);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            HealthJson.Write(json, health);

        Assert.Equal(
            """
            {"status":"degraded","timestamp":"2026-11-05T10:00:00.000Z","components":{"database":{"status":"degraded","message":"slow",
            "details":{"pool":4,"ratio":0.5,"hosts":["a","b"],"nested":{"on":true,"off":null},"counts":{"pods":3},"odd":"http://x/"},"duration":0,
            "timestamp":"2026-11-05T10:00:00.000Z","metrics":{"responseTime":0,"successRate":100,"errorCount":0,"uptime":0}}},
            "summary":{"totalComponents":1,"healthyComponents":0,"degradedComponents":1,"unhealthyComponents":0}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task Checker_OnlyNameAndCheck_IsEnough()
    {
        var health = await Monitor(new Bare()).CheckAsync(Cancel);

        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Contains("bare", health.Critical);
    }

    private sealed class Bare : IHealthChecker
    {
        public string Name => "bare";

        public Task<HealthCheckResult> CheckAsync(CancellationToken ct) => Task.FromResult(HealthCheckResult.Healthy());
    }
}
