namespace Hale.Bench.Fleet.Scenarios;

/// <summary>How many checks a second are held with none missed, on a machine that the targets share: one rate after another until one is not held.</summary>
internal static class HeldRate
{
    private static readonly Goal Held = new(15_000, 25_000, More: true);

    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        await using var nginx = await Nginx.StartAsync(folder, cancel);
        var report = new Report("held");
        var held = 0.0;
        foreach (var services in options.Services.Order())
        {
            var fleet = new Declarations(services, options.Interval, nginx.Port, options.Failing);
            var load = await RungAsync(fleet, nginx, options, Directory.CreateDirectory(Path.Combine(folder, $"{services}")).FullName, cancel);
            var missed = load.Missed(fleet);
            var of = $"{services / options.Interval:#,0} a second";
            report.Add($"{services}_checks_per_second", $"{of}: made", load.Count.PerSecond, format: "#,0").Add($"{services}_missed", $"{of}: missed", missed, format: "#,0")
                .Add($"{services}_false_verdicts", $"{of}: false verdicts", load.FalseVerdicts(fleet))
                .Add($"{services}_lateness_p99_ms", $"{of}: start lateness, p99", load.LatenessP99, "ms", "0.0")
                .Add($"{services}_hub_cpu_us_per_check", $"{of}: CPU per check", load.Count.CpuMicroseconds, "µs", "0.0")
                .Add($"{services}_nginx_cpu_us_per_request", $"{of}: nginx, CPU per request", load.Count.TargetCpuMicroseconds, "µs", "0.0");
            if (missed > 0)
                break;
            held = services / options.Interval;
        }

        return report.Add("held_per_second", "held with none missed", held, "a second", "#,0", Held);
    }

    private static async Task<Load> RungAsync(Declarations fleet, Nginx nginx, FleetOptions options, string folder, CancellationToken cancel)
    {
        Console.Error.WriteLine($"{fleet.Services} services");
        await using var hub = await HubProcess.StartAsync(folder, fleet.Yaml(), cancel);
        return await Load.MeasureAsync(hub, nginx, options, cancel);
    }
}
