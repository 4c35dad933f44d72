namespace Hale.Bench.Fleet.Scenarios;

/// <summary>
/// A fleet of good services, first alone, then with thousands of others that hang, drip, lie and flood: the good ones must not notice. How punctual they
/// were asked is counted where they were asked.
/// </summary>
internal static class HostilePeers
{
    private static readonly Goal Difference = new(10, 5);

    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        var report = new Report("hostile").Add("services", "good services", options.Services[0], format: "#,0").Add("interval_seconds", "interval", options.Interval, "s");
        var alone = await MeasureAsync(report, "alone", "alone", null, options, Directory.CreateDirectory(Path.Combine(folder, "alone")).FullName, cancel);
        await using var peers = await Peers.StartAsync(folder, cancel);
        var among = await MeasureAsync(report, "among", "among bad ones", peers, options, Directory.CreateDirectory(Path.Combine(folder, "among")).FullName, cancel);
        return report.Add("worse_ms", "difference in time, p99: worse by", among - alone, "ms", "0.0", Difference);
    }

    // Answers by how much the gaps between a service's checks differ from the interval, in ms; 99 of 100 by less.
    private static async Task<double> MeasureAsync(
        Report report, string key, string name, Peers? peers, FleetOptions options, string folder, CancellationToken cancel)
    {
        Console.Error.WriteLine(name);
        await using var nginx = await Nginx.StartAsync(folder, cancel, log: true);
        var fleet = new Declarations(options.Services[0], options.Interval, nginx.Port, options.Failing);
        await using var hub = await HubProcess.StartAsync(folder, fleet.Yaml(peers?.Yaml() ?? ""), cancel);
        var load = await Load.MeasureAsync(hub, nginx, options, cancel);
        await hub.StopAsync();
        var requests = await nginx.RequestsAsync(cancel);
        var seen = Punctuality.Of(fleet.Paths.Select(path => (IReadOnlyList<double>)requests.GetValueOrDefault(path, [])), load.From, load.To, options.Interval);
        var p99 = seen.P99 * options.Interval * 1000;
        report.AddZero($"{key}_missed", $"{name}: missed", seen.Missed).AddZero($"{key}_doubled", $"{name}: doubled", seen.Doubled)
            .AddZero($"{key}_false_verdicts", $"{name}: false verdicts", load.FalseVerdicts(fleet) + Load.Unchecked(load.After))
            .AddZero($"{key}_failed", $"{name}: good ones' failed checks", load.UnexpectedFailures)
            .Add($"{key}_difference_p99_ms", $"{name}: difference in time, p99", p99, "ms", "0.0")
            .Add($"{key}_difference_worst_ms", $"{name}: difference in time, at most", seen.Worst * options.Interval * 1000, "ms", "0.0")
            .Add($"{key}_hub_cpu_percent", $"{name}: hub, CPU of one core", load.Count.CpuPercent, "%", "0.0")
            .Add($"{key}_rss_mb", $"{name}: hub, memory", load.Memory, "MB", "0");
        if (peers is not null)
            report.Add($"{key}_bad_checks", $"{name}: failed checks of these", load.After.Since(load.Before, "hale_check_failures_total", "project=\"hostile\""), format: "#,0");
        return p99;
    }
}
