using System.Diagnostics;
using System.Text;

namespace Hale.Bench.Fleet.Scenarios;

/// <summary>Thousands of services: how long until the hub is ready, and how fast its longest list answers; declared in the file, then in the database.</summary>
internal static class DeclaredServices
{
    private const int Lists = 200;
    private static readonly Uri List = new("/api/services?limit=1000", UriKind.Relative);

    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        await using var nginx = await Nginx.StartAsync(folder, cancel);
        var fleet = new Declarations(options.Services[0], options.Interval, nginx.Port, options.Failing);
        var report = new Report("list").Add("services", "services", fleet.Services, format: "#,0");
        await MeasureAsync(report, "file_first", "file, first start", Made(folder, "file"), fleet.Yaml(), options, cancel);
        await MeasureAsync(report, "file_again", "file, later start", Made(folder, "file"), fleet.Yaml(), options, cancel);
        await DeclareAsync(report, Made(folder, "database"), fleet, cancel);
        await MeasureAsync(report, "database", "database", Made(folder, "database"), null, options, cancel);
        return report;
    }

    private static async Task MeasureAsync(
        Report report, string key, string name, string folder, string? yaml, FleetOptions options, CancellationToken cancel)
    {
        Console.Error.WriteLine($"{name}: starting");
        await using var hub = await HubProcess.StartAsync(folder, yaml, cancel);
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUp), cancel);
        var (median, p99, bytes) = await ListAsync(hub.Client, cancel);
        var ready = await hub.Client.GetStringAsync(new Uri("/api/services?limit=1", UriKind.Relative), cancel);
        if (!ready.Contains("fleet-s", StringComparison.Ordinal))
            report.Failed.Add($"{name}: the services are not there");
        report.Add($"{key}_ready_seconds", $"{name}: ready after", hub.ReadyAfter.TotalSeconds, "s")
            .Add($"{key}_ready_cpu_seconds", $"{name}: processor time of that", hub.ReadyCpuSeconds, "s")
            .Add($"{key}_list_median_ms", $"{name}: GET {List} median", median, "ms").Add($"{key}_list_p99_ms", $"{name}: p99", p99, "ms")
            .Add($"{key}_list_kib", $"{name}: answer", bytes / 1024.0, "KiB", "0")
            .Add($"{key}_rss_mb", $"{name}: memory", hub.Memory.Now, "MB", "0");
    }

    private static async Task<(double Median, double P99, int Bytes)> ListAsync(HttpClient client, CancellationToken cancel)
    {
        var times = new List<double>(Lists);
        var bytes = 0;
        for (var i = 0; i < Lists + 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            bytes = (await client.GetByteArrayAsync(List, cancel)).Length;
            if (i >= 20)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        return (times[Lists / 2], times[(int)(Lists * 0.99)], bytes);
    }

    private static async Task DeclareAsync(Report report, string folder, Declarations fleet, CancellationToken cancel)
    {
        Console.Error.WriteLine($"database: declaring {fleet.Services} services over the API");
        await using var hub = await HubProcess.StartAsync(folder, null, cancel);
        var started = Stopwatch.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel };
        await Parallel.ForEachAsync(Enumerable.Range(0, fleet.Services), parallel, async (service, ended) =>
        {
            using var body = new StringContent(fleet.Json(service), Encoding.UTF8, "application/json");
            using var answer = await hub.Client.PutAsync(new Uri($"/api/services/fleet-s{service}", UriKind.Relative), body, ended);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"PUT answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ended)}");
        });
        report.Add("writes_per_second", "database: durable PUTs a second", fleet.Services / Stopwatch.GetElapsedTime(started).TotalSeconds, "", "0");
    }

    private static string Made(string folder, string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
