using System.Text.RegularExpressions;
using Hale.Cli.Demo;
using Hale.Monitoring.Checks;
using Hale.Server.Config;

namespace Hale.Cli.Tests.Demo;

public sealed partial class FleetTests
{
    [Fact]
    public async Task Fleet_EachService_ShowsWhatItIsThereFor()
    {
        await using var fleet = Fleet.Start(TimeProvider.System, seed: 1);
        var checks = CheckCatalog.Standard(TimeProvider.System);
        var reading = ConfigFile.ReadText(fleet.Declaration(), "hale.yaml", Lookups.Process, checks);
        Assert.Empty(reading.Lines);
        var services = reading.Declarations!.Services;
        Assert.Equal(fleet.Count, services.Count);
        var seen = await Task.WhenAll(services.Select(async service =>
            (service.Id, Seen: await checks.For(service.Check).RunAsync(
                service.Check.Options, TimeSpan.FromSeconds(service.Id == "payments-bank-link" ? 4 : 60), TestContext.Current.CancellationToken))));
        var failures = seen.Where(each => !each.Seen.Success).ToDictionary(each => each.Id, each => each.Seen.Failure!.Kind);
        Assert.Equal(
            new Dictionary<string, FailureKind>
            {
                ["media-cdn"] = FailureKind.HttpStatus,
                ["media-transcoder"] = FailureKind.Refused,
                ["media-uploads"] = FailureKind.Reset,
                ["payments-bank-link"] = FailureKind.Timeout,
                ["payments-fraud-check"] = FailureKind.HttpStatus,
                ["payments-invoices"] = FailureKind.Tls,
            },
            failures.OrderBy(each => each.Key).ToDictionary());
        Assert.Equal(["payments-ledger"], seen.Where(each => each.Seen.SaysDegraded).Select(each => each.Id));
        Assert.True(seen.Single(each => each.Id == "shop-search").Seen.Took > TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Fleet_TheShop_IsAChainOfDependencies()
    {
        await using var fleet = Fleet.Start(TimeProvider.System, seed: 1);
        var reading = ConfigFile.ReadText(fleet.Declaration(), "hale.yaml", Lookups.Process, CheckCatalog.Standard(TimeProvider.System));
        var needs = reading.Declarations!.Services.ToDictionary(service => service.Id, service => service.DependsOn);
        Assert.Equal(["shop-api"], needs["shop-web"]);
        Assert.Equal(["shop-postgres"], needs["shop-api"]);
        Assert.Equal(["media", "payments", "shop"], reading.Declarations.Projects.Select(project => project.Id).Order());
        Assert.Equal(3, reading.Declarations.Targets.Count);
    }

    [Fact]
    public async Task Demo_FromStartToEnd_PrintsItsAddressLastAndLeavesNothing()
    {
        var rig = new Rig();
        using var ended = new CancellationTokenSource();
        var before = Folders();
        var running = rig.RunAsync(["demo", "--urls", "http://127.0.0.1:0"], ended.Token);
        while (!running.IsCompleted && !AddressLine().IsMatch(rig.Output))
            await Task.Yield();
        var address = rig.Output.TrimEnd('\n').Split('\n')[^1];
        using var hub = new Hale.Client.HaleClient(new Uri(address));
        Assert.Equal(["media", "payments", "shop"], (await Projects(hub)).Order());
        await ended.CancelAsync();
        Assert.Equal(Exit.Ok, await running);
        Assert.Empty(rig.Error);
        Assert.Empty(Folders().Except(before));
    }

    /// <summary>The address with the end of its line: before that it is not written whole.</summary>
    [GeneratedRegex(@"\nhttp://127\.0\.0\.1:\d+\n")]
    private static partial Regex AddressLine();

    private static HashSet<string> Folders() => [.. Directory.GetDirectories(Path.GetTempPath(), "hale-demo-*")];

    private static async Task<List<string>> Projects(Hale.Client.HaleClient hub)
    {
        var ids = new List<string>();
        await foreach (var project in hub.ProjectsAsync(TestContext.Current.CancellationToken))
            ids.Add(project.Id);
        return ids;
    }
}
