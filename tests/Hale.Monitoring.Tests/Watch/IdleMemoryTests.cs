using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

/// <summary>What a service that is only waited for takes; measured while no other test makes garbage.</summary>
[Collection(nameof(IdleMemoryTests))]
[CollectionDefinition(nameof(IdleMemoryTests), DisableParallelization = true)]
public sealed class IdleMemoryTests
{
    [Fact]
    public void Launch_AHundredThousandIdle_TakeFewBytesEach()
    {
        using var rig = new LaunchOnly();
        rig.Launch(1000, "warm");
        var specs = rig.Specs(100_000, "service");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        rig.Launch(specs);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / 100_000.0;
        GC.KeepAlive(specs);
        Assert.InRange(each, 50, 420);
    }

    private sealed class LaunchOnly : IDisposable
    {
        private readonly WatchRig _rig = new();

        public List<(WatchSpec, Verdict?)> Specs(int count, string name) =>
            [.. Enumerable.Range(0, count).Select(i => (Some.Service(_rig.Check.Spec($"http://{name}{i}/"), $"{name}-{i}"), (Verdict?)null))];

        public void Launch(int count, string name) => Launch(Specs(count, name));

        public void Launch(List<(WatchSpec, Verdict?)> specs) => _rig.Watcher.Launch(specs);

        public void Dispose() => _rig.Watcher.Dispose();
    }
}
