using System.Diagnostics;

namespace Hale.Bench.Fleet.Scenarios;

/// <summary>How soon after a start every service was checked: at the very first start, and at a later one that remembers.</summary>
internal static class FirstRound
{
    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        await using var nginx = await Nginx.StartAsync(folder, cancel);
        var report = new Report("start");
        foreach (var services in options.Services)
        {
            var fleet = new Declarations(services, options.Interval, nginx.Port, options.Failing);
            var data = Directory.CreateDirectory(Path.Combine(folder, $"{services}")).FullName;
            await StartAsync(report, $"{services}_first", $"{services:#,0}, first start", fleet, nginx, data, cancel);
            await StartAsync(report, $"{services}_later", $"{services:#,0}, later start", fleet, nginx, data, cancel);
        }

        return report;
    }

    private static async Task StartAsync(Report report, string key, string name, Declarations fleet, Nginx nginx, string folder, CancellationToken cancel)
    {
        Console.Error.WriteLine(name);
        var asked = await nginx.AskedAsync(cancel);
        await using var hub = await HubProcess.StartAsync(folder, fleet.Yaml(), cancel);
        var ready = Stopwatch.GetTimestamp();
        // Nobody is asked a second time before everybody was asked once, so the count tells; the last ones' results are seen a moment later.
        var after = 0.0;
        while (await nginx.AskedAsync(cancel) - asked < fleet.Services && after < 3 * fleet.Interval)
        {
            await Task.Delay(50, cancel);
            after = Stopwatch.GetElapsedTime(ready).TotalSeconds;
        }

        var now = await Exposition.ReadAsync(hub.Client, cancel);
        while (Load.Unchecked(now) > 0 && after < 3 * fleet.Interval)
        {
            after = Stopwatch.GetElapsedTime(ready).TotalSeconds;
            now = await Exposition.ReadAsync(hub.Client, cancel);
        }

        report.Add($"{key}_ready_seconds", $"{name}: ready after", hub.ReadyAfter.TotalSeconds, "s", "0.0")
            .Add($"{key}_ready_cpu_seconds", $"{name}: processor time of that", hub.ReadyCpuSeconds, "s", "0.0")
            .Add($"{key}_checked_seconds", $"{name}: every service checked, after that", after, "s", "0.0", new(fleet.Interval, fleet.Interval))
            .AddZero($"{key}_unchecked", $"{name}: never checked", Load.Unchecked(now)).AddZero($"{key}_false_verdicts", $"{name}: false verdicts", Load.FalseVerdicts(now, fleet));
    }
}
