using Hale.Server.Storage;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

/// <summary>Measured by the processor's time, alone in the process, so that a busy machine does not matter.</summary>
[Collection(nameof(Alone))]
public sealed class HistoryLoadTests(ITestOutputHelper output)
{
    private const int Keys = 10_000;

    [Fact]
    public async Task Load_TenThousandKeys_TakesLessThanASecond()
    {
        using var place = new TempFolder();
        using var folder = DataFolder.Claim(place.Path, "http://127.0.0.1:1", TimeProvider.System);
        await WriteAsync(folder);

        await using var stores = Stores.Open(folder, TimeProvider.System);
        await using var rig = new HistoryRig(stores.History);
        var before = Used;
        await rig.History.LoadAsync(HistoryRig.Cancel);
        var took = Used - before;

        output.WriteLine($"{took.TotalMilliseconds:0} ms");
        Assert.Equal(Keys, rig.History.Keys.Count());
        Assert.True(took < TimeSpan.FromSeconds(1), $"took {took}");
    }

    private static TimeSpan Used => Environment.CpuUsage.TotalTime;

    private static async Task WriteAsync(DataFolder folder)
    {
        await using var stores = Stores.Open(folder, TimeProvider.System);
        await using var rig = new HistoryRig(stores.History);
        var seen = Some.Success() with { Phases = new(0.1, 0.3, null, 11.5, 12.3), Details = new Dictionary<string, object?> { ["version"] = "1" } };
        for (var i = 0; i < Keys; i++)
            rig.Saw($"shop-service-{i}", seen);
        rig.Run();
        rig.Stop();
        await rig.Running;
        Assert.Equal(0, rig.History.Lost);
    }
}

/// <summary>Tests that run while no other test of the process does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
