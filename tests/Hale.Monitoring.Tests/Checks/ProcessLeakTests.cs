using Hale.Monitoring.Checks;
using Hale.Monitoring.Tests.Checks.Exec;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks;

/// <summary>Thousands of checks that start processes leave none behind, and no file, thread or memory.</summary>
[CollectionDefinition(nameof(ProcessLeakTests), DisableParallelization = true)]
[Collection(nameof(ProcessLeakTests))]
public sealed class ProcessLeakTests
{
    private const int Checks = 10_000;
    private const int Few = 300;
    private const int AtOnce = 16;

    /// <summary>What the runtime may come to hold more of by itself.</summary>
    private const int Slack = 10;
    private const long SomeMemory = 8 << 20;

    private readonly Launching _launching = new();

    [Fact]
    public Task Commands_Thousands_LeaveNothing() => LeavesNothingAsync(Launching.Words("/bin/true"), Checks, seen => Assert.Null(seen.Failure));

    [Fact]
    public Task CommandsThatAreNotThere_Thousands_LeaveNothing() =>
        LeavesNothingAsync(Launching.Words("nosuch-program"), Checks, seen => Assert.Equal(FailureKind.ExitCode, seen.Failure?.Kind));

    [Fact]
    public Task CommandsThatAreLoudAndLeaveChildren_Hundreds_LeaveNothing()
    {
        var sleep = Launching.SomeSleep();
        return LeavesNothingAsync(
            Launching.Shell($"sleep {sleep} & yes | head -c 20000; exit 2"), Few, seen => Assert.Equal(FailureKind.ExitCode, seen.Failure?.Kind), argument: sleep);
    }

    [Fact]
    public Task CommandsThatHangWithDaemons_Hundreds_LeaveNothing()
    {
        var sleep = Launching.SomeSleep();
        return LeavesNothingAsync(
            Launching.Shell($"setsid sleep {sleep} & sleep {sleep} & exec sleep {sleep}"), Few, seen => Assert.Equal(FailureKind.Timeout, seen.Failure?.Kind),
            TimeSpan.FromMilliseconds(100), sleep);
    }

    [Fact]
    public async Task CommandsInContainers_Hundreds_LeaveNothing()
    {
        await using var podman = await PodmanServer.StartAsync();
        await podman.RunAsync("web", "sleep 100000");
        var probe = new Probe();
        var spec = probe.Spec(Probe.Described("docker://web", ("socket", podman.Socket)));
        var inside = probe.Spec(Probe.Described("docker://web", ("socket", podman.Socket), ("command", new System.Text.Json.Nodes.JsonArray("true"))));
        await RunAsync(20);
        var before = Held.Now();

        await RunAsync(Few);

        await before.AwaitAsync(argument: null);

        async Task RunAsync(int times)
        {
            for (var i = 0; i < times; i++)
                Assert.Null((await probe.RunAsync(i % 20 == 0 ? inside : spec)).Failure);
        }
    }

    private async Task LeavesNothingAsync(string described, int checks, Action<Observation> look, TimeSpan? timeout = null, string? argument = null)
    {
        // A few first, so that what the runtime opens once for itself is not counted.
        await RunAsync(described, 2 * AtOnce, look, timeout);
        var before = Held.Now();
        await RunAsync(described, checks, look, timeout);
        await before.AwaitAsync(argument);
    }

    private async Task RunAsync(string described, int checks, Action<Observation> look, TimeSpan? timeout) => await Parallel.ForEachAsync(
        Enumerable.Range(0, checks), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => look(await _launching.RunAsync(described, timeout)));

    /// <summary>What this process holds.</summary>
    private sealed record Held(int Files, int Children, long Memory)
    {
        public static Held Now() => new(
            Directory.GetFileSystemEntries("/proc/self/fd").Length, Running.ChildrenOf(Environment.ProcessId), GC.GetTotalMemory(forceFullCollection: true));

        /// <summary>Waits until no more is held than before, and nothing that was started runs any more.</summary>
        public async Task AwaitAsync(string? argument)
        {
            var cancel = TestContext.Current.CancellationToken;
            if (argument is not null)
                await Running.AwaitAsync(argument, 0, cancel);
            var now = Now();
            Assert.InRange(now.Files, 0, Files + Slack);
            Assert.InRange(now.Children, 0, Children);
            Assert.InRange(now.Memory, 0, Memory + SomeMemory);
        }
    }
}
