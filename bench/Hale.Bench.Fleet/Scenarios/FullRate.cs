namespace Hale.Bench.Fleet.Scenarios;

/// <summary>
/// As many checks a second as there are services: what one costs the hub, beside what a request costs ab without keep-alive, and what a check costs a monitor
/// that makes a client for each and stores a row for each. All three ask the same nginx, one after another.
/// </summary>
internal static class FullRate
{
    private const double NaiveWarmUp = 5;
    private const double NaiveSeconds = 10;

    private static readonly Goal AgainstAb = new(2, 1.2);
    private static readonly Goal AgainstNaive = new(1.0 / 4, 1.0 / 6);
    private static readonly Goal Bytes = new(2000, 500);

    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        await using var nginx = await Nginx.StartAsync(folder, cancel);
        var report = new Report("rate");
        var load = await HubAsync(report, nginx, options, folder, cancel);
        Console.Error.WriteLine("ab");
        var ab = await Ab.RunAsync(folder, nginx.Port, options.AbRequests, cancel);
        Console.Error.WriteLine("the naive monitor");
        var naive = await NaiveAsync(nginx, folder, cancel);
        var cpu = load.Count.CpuMicroseconds;
        return report
            .Add("hub_cpu_us_per_check", "hub: CPU per check", cpu, "µs", "0.0")
            .Add("ab_cpu_us_per_request", "ab without keep-alive: CPU per request", ab.CpuMicroseconds, "µs", "0.0")
            .Add("ratio_to_ab", "hub to ab", cpu / ab.CpuMicroseconds, "", "0.00", AgainstAb)
            .Add("naive_cpu_us_per_check", "a client and a row per check: CPU per check", naive.CpuMicroseconds, "µs", "0.0")
            .Add("naive_per_second", "the same: checks a second, at most", naive.PerSecond, "", "0")
            .Add("ratio_to_naive", "hub to it", cpu / naive.CpuMicroseconds, "", "0.00", AgainstNaive)
            .Add("bytes_per_check", "hub: allocated per check", load.BytesPerCheck, "B", "0", Bytes)
            .Add("nginx_cpu_us_per_request", "nginx, beside: CPU per request", load.Count.TargetCpuMicroseconds, "µs", "0.0");
    }

    private static async Task<Load> HubAsync(Report report, Nginx nginx, FleetOptions options, string folder, CancellationToken cancel)
    {
        var fleet = new Declarations(options.Services[0], options.Interval, nginx.Port, options.Failing);
        await using var hub = await HubProcess.StartAsync(folder, fleet.Yaml(), cancel);
        var load = await Load.MeasureAsync(hub, nginx, options, cancel);
        report.AddLoad(load, fleet);
        return load;
    }

    private static async Task<Count> NaiveAsync(Nginx nginx, string folder, CancellationToken cancel)
    {
        await using var naive = Naive.Start(folder, nginx.Port);
        await Task.Delay(TimeSpan.FromSeconds(NaiveWarmUp), cancel);
        return await nginx.CountAsync(() => naive.CpuSeconds, NaiveSeconds, cancel);
    }
}
