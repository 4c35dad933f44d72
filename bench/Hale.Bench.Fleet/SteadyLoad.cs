namespace Hale.Bench.Fleet;

/// <summary>
/// A hub watches as many nginx locations as there are services. nginx's log tells which checks came when; the kernel tells what they cost; ab, in the same
/// run, tells what a request costs at least.
/// </summary>
internal static class SteadyLoad
{
    public static async Task<Report> RunAsync(FleetOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("hale-fleet-").FullName;
        try
        {
            return await RunAsync(options, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Report> RunAsync(FleetOptions options, string folder)
    {
        await using var nginx = await Nginx.StartAsync(folder, options.Services);
        await using var hub = await HubProcess.StartAsync(folder, Declarations.Yaml(options.Services, options.Services, nginx.Port, options.Interval));
        Console.Error.WriteLine($"{options.Services} services every {options.Interval} s: warming up {options.WarmUp} s, counting {options.Duration} s");
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUp));

        var before = (Metrics: await Exposition.ReadAsync(hub.Client), Cpu: hub.CpuSeconds, Nginx: nginx.CpuSeconds, At: Now());
        await Task.Delay(TimeSpan.FromSeconds(options.Duration));
        var after = (Metrics: await Exposition.ReadAsync(hub.Client), Cpu: hub.CpuSeconds, Nginx: nginx.CpuSeconds, At: Now());
        var memory = hub.Memory;
        var stopped = await hub.StopAsync();
        var ab = await Ab.RunAsync(folder, nginx.Port, options.AbRequests);

        var requests = await nginx.RequestsAsync();
        var fleet = Enumerable.Range(0, options.Services).Select(i => (IReadOnlyList<double>)requests.GetValueOrDefault($"/s/{i}", []));
        var seen = Punctuality.Of(fleet, before.At, after.At, options.Interval);
        var cpu = (after.Cpu - before.Cpu) / Math.Max(1, seen.Requests) * 1e6;
        var lateness = after.Metrics.Quantile(before.Metrics, "hale_schedule_lateness_seconds", 0.99) ?? 0;
        return new Report("steady")
            .Add("services", "services", options.Services).Add("interval_seconds", "interval", options.Interval, "s")
            .Add("seconds", "counted", after.At - before.At, "s").Add("checks", "checks seen by nginx", seen.Requests)
            .AddZero("missed", "missed", seen.Missed).AddZero("doubled", "doubled", seen.Doubled)
            .Add("off_by_more_than_10_percent", "intervals off by more than 10 %", seen.Off)
            .Add("worst_difference_percent", "worst difference", seen.Worst * 100, "%").Add("p99_difference_percent", "p99 difference", seen.P99 * 100, "%")
            .Add("lateness_p99_seconds", "lateness p99 by the hub's histogram, at most", lateness, "s", "0.####")
            .Add("skipped", "skipped by the hub", after.Metrics.Since(before.Metrics, "hale_checks_total", "outcome=\"skipped\""))
            .Add("hub_cpu_us_per_check", "hub: CPU per check", cpu, "µs", "0.0")
            .Add("ab_cpu_us_per_request", "ab without keep-alive: CPU per request", ab.CpuMicroseconds, "µs", "0.0")
            .Add("ratio", "ratio", cpu / ab.CpuMicroseconds, "", "0.00")
            .Add("nginx_cpu_us_per_request", "nginx: CPU per request, beside", (after.Nginx - before.Nginx) / Math.Max(1, seen.Requests) * 1e6, "µs", "0.0")
            .Add("hub_cpu_percent", "hub: CPU of one core", (after.Cpu - before.Cpu) / (after.At - before.At) * 100, "%")
            .Add("rss_mib", "hub: memory", memory.Now, "MiB", "0").Add("rss_peak_mib", "hub: memory at most", memory.Peak, "MiB", "0")
            .Add("ready_after_seconds", "hub: ready after", hub.ReadyAfter.TotalSeconds, "s").Add("stopped_after_seconds", "hub: stopped after", stopped.TotalSeconds, "s");
    }

    // The same clock as nginx's $msec.
    private static double Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;
}
