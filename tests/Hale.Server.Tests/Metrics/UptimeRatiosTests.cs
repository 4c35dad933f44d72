using System.Collections.Immutable;
using Hale.Server.Metrics;
using Hale.Server.Tests.History;
using Hale.Server.Tests.Registry;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging;

namespace Hale.Server.Tests.Metrics;

public sealed class UptimeRatiosTests
{
    [Fact]
    public async Task Store_ThatFails_LeavesThemOutForAMinuteAndSaysSoOnce()
    {
        await using var rig = new HistoryRig(new FakeHistoryStore());
        var desk = new RegistryDesk();
        await desk.AddAsync("api");
        var now = desk.Registrar.Now;
        using var log = new LogBook();
        var ratios = new UptimeRatios(rig.History, rig.Time, log.CreateLogger<UptimeRatios>());

        Assert.Empty(await ratios.AsOfAsync(now, HistoryRig.Cancel));
        await rig.PassAsync(59, () => true);
        Assert.Empty(await ratios.AsOfAsync(now, HistoryRig.Cancel));
        Assert.Single(log.Lines);

        await rig.PassAsync(1, () => true);
        Assert.Empty(await ratios.AsOfAsync(now, HistoryRig.Cancel));
        Assert.Equal(2, log.Lines.Count);
    }

    [Fact]
    public async Task FleetOfMoreThanIsTold_ReadsNothing()
    {
        await using var rig = new HistoryRig(new FakeHistoryStore());
        using var log = new LogBook();
        var desk = new RegistryDesk();
        var service = await desk.AddAsync("api");
        var many = desk.Registrar.Now with
        {
            Services = Enumerable.Range(0, UptimeRatios.Most + 1).ToImmutableSortedDictionary(i => $"s{i}", _ => service, StringComparer.Ordinal),
        };

        Assert.Empty(await new UptimeRatios(rig.History, rig.Time, log.CreateLogger<UptimeRatios>()).AsOfAsync(many, HistoryRig.Cancel));
        Assert.Empty(log.Lines);
    }
}
