namespace Hale.Bench.Fleet.Scenarios;

/// <summary>What a whole hub costs, with everything that it does beside checking.</summary>
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
        foreach (var services in options.Services)
        {
            Console.Error.WriteLine($"{services} services");
            var fleet = new Declarations(services, options.Interval, nginx.Port, options.Failing);
            await using var hub = await HubProcess.StartAsync(Directory.CreateDirectory(Path.Combine(folder, $"{services}")).FullName, fleet.Yaml(), cancel);
            var load = await Load.MeasureAsync(hub, nginx, options, cancel);
            report.AddLoad(load, fleet, $"{services}_", $"{services:#,0}: ", options.Interval == 30 ? Budgets.GetValueOrDefault(services) : null);
        }

        return report;
    }
}
