namespace Hale.Bench.Fleet.Scenarios;

/// <summary>What a whole hub costs, with everything that it does beside checking; beside what one request costs ab on the same machine, which tells how fast that is.</summary>
internal static class WholeHub
{
    private static readonly Dictionary<int, Budget> Budgets = new()
    {
        [10_000] = new(Cpu: new(8, 5), Memory: new(120, 90)),
        [100_000] = new(Cpu: new(25, 15), Memory: new(350, 200)),
    };

    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        await using var nginx = await Nginx.StartAsync(folder, cancel);
        var report = new Report("many");
        Console.Error.WriteLine("ab");
        var ab = await Ab.RunAsync(folder, nginx.Port, options.AbRequests, cancel);
        report.Add("ab_cpu_us_per_request", "ab without keep-alive: CPU per request", ab.CpuMicroseconds, "µs", "0.0");
        foreach (var services in options.Services)
        {
            Console.Error.WriteLine($"{services} services");
            var fleet = new Declarations(services, options.Interval, nginx.Port, options.Failing);
            await using var hub = await HubProcess.StartAsync(Directory.CreateDirectory(Path.Combine(folder, $"{services}")).FullName, fleet.Yaml(), cancel);
            var load = await Load.MeasureAsync(hub, nginx, options, cancel);
            var of = $"{services:#,0}: ";
            report.AddLoad(load, fleet, $"{services}_", of, options.Interval == 30 ? Budgets.GetValueOrDefault(services) : null)
                .Add($"{services}_hub_cpu_us_per_check", $"{of}hub: CPU per check", load.Count.CpuMicroseconds, "µs", "0.0")
                .Add($"{services}_ratio_to_ab", $"{of}hub to ab", load.Count.CpuMicroseconds / ab.CpuMicroseconds, "", "0.00");
        }

        return report;
    }
}
