namespace Hale.Bench.Fleet.Scenarios;

/// <summary>
/// A hub watches a few services. nginx's log tells which checks came when; the kernel tells what they cost; ab, in the same run, tells what a request costs at
/// least.
/// </summary>
internal static class SteadyLoad
{
    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        await using var nginx = await Nginx.StartAsync(folder, cancel, log: true);
        var fleet = new Declarations(options.Services[0], options.Interval, nginx.Port, options.Failing);
        await using var hub = await HubProcess.StartAsync(folder, fleet.Yaml(), cancel);
        var load = await Load.MeasureAsync(hub, nginx, options, cancel);
        var stopped = await hub.StopAsync();
        var ab = await Ab.RunAsync(folder, nginx.Port, options.AbRequests, cancel);
        var requests = await nginx.RequestsAsync(cancel);
        var seen = Punctuality.Of(fleet.Paths.Select(path => (IReadOnlyList<double>)requests.GetValueOrDefault(path, [])), load.From, load.To, options.Interval);
        return new Report("steady").AddLoad(load, fleet)
            .AddZero("missed_at_nginx", "missed, by the log's times", seen.Missed).AddZero("doubled", "doubled", seen.Doubled)
            .Add("off_by_more_than_10_percent", "intervals off by more than 10 %", seen.Off)
            .Add("worst_difference_percent", "worst difference", seen.Worst * 100, "%").Add("p99_difference_percent", "p99 difference", seen.P99 * 100, "%")
            .Add("hub_cpu_us_per_check", "hub: CPU per check", load.Count.CpuMicroseconds, "µs", "0.0")
            .Add("ab_cpu_us_per_request", "ab without keep-alive: CPU per request", ab.CpuMicroseconds, "µs", "0.0")
            .Add("ratio_to_ab", "hub to ab", load.Count.CpuMicroseconds / ab.CpuMicroseconds, "", "0.00")
            .Add("ready_after_seconds", "hub: ready after", hub.ReadyAfter.TotalSeconds, "s").Add("stopped_after_seconds", "hub: stopped after", stopped.TotalSeconds, "s");
    }
}
