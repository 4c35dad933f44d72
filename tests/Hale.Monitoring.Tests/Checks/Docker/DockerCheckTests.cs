using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Docker;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Docker;

/// <summary>Asks a real Podman for real containers.</summary>
public sealed class DockerCheckTests(DockerFixture engine) : IClassFixture<DockerFixture>
{
    private const string Forever = "sleep 100000";

    private static readonly TimeSpan FirstWatch = TimeSpan.FromMilliseconds(500);

    private readonly Probe _probe = new();

    private PodmanServer Podman => engine.Podman;

    [Fact]
    public async Task Container_ThatRuns_IsUpAndTellsItsFigures()
    {
        await Podman.RunAsync("runs", "while :; do :; done");

        var seen = await _probe.RunAsync(engine.Describe("runs"));

        Assert.Null(seen.Failure);
        Assert.False(seen.SaysDegraded);
        Assert.Equal("running", seen.Details!["state"]);
        Assert.Equal(0L, seen.Details["restarts"]);
        Assert.Equal("docker.io/library/hale-box:latest", seen.Details["image"]);
        Assert.True((double)seen.Details["cpu_percent"]! > 0);
        Assert.True((double)seen.Details["memory_mb"]! > 0);
        Assert.DoesNotContain("health", seen.Details.Keys);
        Assert.Contains(seen.Evidence, line => line.StartsWith("found runs running in ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Container_AboveItsLimits_IsAResourceFailureThatNamesBoth()
    {
        await Podman.RunAsync("busy", "while :; do :; done");

        var failure = await _probe.FailAsync(engine.Describe("busy", ("max_cpu_percent", 1), ("max_memory", "1KB")));

        Assert.Equal("hard Resource", failure.Kind());
        Assert.Matches(@"^CPU at [\d.]+ %, more than 1 %; memory at [\d.]+[KM]B, more than 1KB$", failure.Message);
    }

    [Theory]
    [InlineData("zero", "exit 0", "hard ExitCode", "the container ended with exit code 0")]
    [InlineData("three", "exit 3", "hard ExitCode", "the container ended with exit code 3")]
    [InlineData("killed", "sh -c 'kill -KILL $$'; exit $?", "hard ExitCode", "the container ended with exit code 137, SIGKILL")]
    public async Task Container_ThatEnded_IsAFailureWithItsExitCode(string name, string script, string kind, string message)
    {
        await Podman.RunAsync(name, script);
        await Podman.AwaitEndAsync(name);

        var failure = await _probe.FailAsync(engine.Describe(name));

        Assert.Equal((kind, message), (failure.Kind(), failure.Message));
    }

    [Fact]
    public async Task Container_Paused_IsDegraded()
    {
        await Podman.RunAsync("paused", Forever);
        await Podman.DoAsync("containers/paused/pause");

        var seen = await _probe.RunAsync(engine.Describe("paused"));

        Assert.Null(seen.Failure);
        Assert.Equal((true, "the container is paused"), (seen.SaysDegraded, seen.Message));
        await Podman.DoAsync("containers/paused/unpause");
    }

    [Fact]
    public async Task Container_NeverStarted_IsAFailure()
    {
        await Podman.CreateAsync("created", Forever);

        Assert.Equal("the container was created and never started", (await _probe.FailAsync(engine.Describe("created"))).Message);
    }

    [Fact]
    public async Task Container_ThatIsNotThere_IsAFailureThatNamesIt()
    {
        var failure = await _probe.FailAsync(engine.Describe("nosuch"));

        Assert.Equal(("hard Resource", "there is no container nosuch"), (failure.Kind(), failure.Message));
    }

    [Fact]
    public async Task OwnCheck_ThatFailsAndPasses_IsDownAndUp()
    {
        await Podman.RunAsync("checked", Forever, health: "test -f /ok || { touch /ok; echo looking; echo not yet; exit 1; }");
        var failing = await _probe.RunAsync(engine.Describe("checked"));

        var passing = await _probe.RunAsync(engine.Describe("checked"));

        Assert.Equal("hard Body", failing.Failure?.Kind());
        Assert.Equal("the container's own check fails: not yet", failing.Failure?.Message);
        Assert.Equal("unhealthy", failing.Details!["health"]);
        Assert.Contains("memory_mb", failing.Details.Keys);
        Assert.Null(passing.Failure);
        Assert.Equal("healthy", passing.Details!["health"]);
    }

    [Theory]
    [InlineData("echo fine", null, null)]
    [InlineData("echo so so; exit 1", null, "so so")]
    [InlineData("echo out; echo bad >&2; exit 2", "the command ended with exit code 2: bad", null)]
    [InlineData("nosuch", "the command ended with exit code 127: sh: nosuch: not found", null)]
    public async Task Command_Inside_JudgesItsExitCode(string script, string? failure, string? degraded)
    {
        var name = $"inside{(uint)script.GetHashCode(StringComparison.Ordinal)}";
        await Podman.RunAsync(name, Forever);

        var seen = await _probe.RunAsync(engine.Describe(name, ("command", new JsonArray("sh", "-c", script))));

        Assert.Equal(failure, seen.Failure?.Message);
        Assert.Equal(degraded, seen.Message);
        Assert.Equal(degraded is not null, seen.SaysDegraded);
        Assert.Equal(failure is null ? null : FailureKind.ExitCode, seen.Failure?.Kind);
        if (failure is null && degraded is null)
            Assert.Contains("output: fine", seen.Evidence);
    }

    [Fact]
    public async Task Command_ThatIsNotThere_IsAFailure()
    {
        await Podman.RunAsync("without", Forever);

        var failure = await _probe.FailAsync(engine.Describe("without", ("command", new JsonArray("nosuch"))));

        Assert.Equal(FailureKind.ExitCode, failure.Kind);
        Assert.StartsWith("the command ended with exit code 127", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatDoesNotEnd_IsATimeoutAndNoOtherIsStarted()
    {
        var cancel = TestContext.Current.CancellationToken;
        await Podman.RunAsync("slow", Forever);
        var sleep = Exec.Launching.SomeSleep();
        var time = new ManualTime();
        var probe = new Probe(time: time);
        var spec = probe.Spec(engine.Describe("slow", ("command", new JsonArray("sh", "-c", $"echo begun; sleep {sleep}"))));
        var running = probe.RunAsync(spec, TimeSpan.FromMinutes(1));
        await time.QuietAsync(() => time.IsSet(FirstWatch));
        time.Advance(FirstWatch);
        await Running.AwaitAsync(sleep, 1, cancel);
        time.Advance(TimeSpan.FromMinutes(1));
        var first = await running;
        var second = await probe.RunAsync(spec, TimeSpan.FromMinutes(1));

        Assert.Equal("soft Timeout", first.Failure?.Kind());
        Assert.Equal("the command did not end within 1m; the engine can't end it, so it lives on in the container", first.Failure?.Message);
        Assert.Equal("the command of an earlier check still runs in the container, so no other was started", second.Failure?.Message);
        Assert.Single(Running.With(sleep));
    }

    [Fact]
    public async Task Command_WherePolicyForbidsThem_IsBlocked()
    {
        var check = new DockerCheck(TimeProvider.System, new());
        var options = _probe.Spec(engine.Describe("any", ("command", new JsonArray("touch", "/ran")))).Options;

        Assert.Equal(FailureKind.Blocked, (await check.RunAsync(options, Probe.Patient, TestContext.Current.CancellationToken)).Failure?.Kind);
    }
}
