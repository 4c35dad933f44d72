namespace Hale.Bench.Fleet.Scenarios;

/// <summary>What a check over TLS costs when its session is resumed, and when every handshake is whole.</summary>
internal static class ResumedTls
{
    private static readonly Goal Share = new(1.0 / 2, 1.0 / 3);

    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        var identity = Identity.Create(folder);
        await using var nginx = await Nginx.StartAsync(folder, cancel, identity: identity);
        // Sessions are kept by name: an address alone has none to resume.
        var fleet = new Declarations(options.Services[0], options.Interval, nginx.Port, options.Failing) { Scheme = "https", Name = "localhost" };
        var report = new Report("tls");
        var resumed = await MeasureAsync(report, "resumed", fleet, nginx, options, (folder, identity), cancel);
        var whole = await MeasureAsync(report, "whole", fleet with { Options = "tls_resume: false" }, nginx, options, (folder, identity), cancel);
        return report.Add("ratio", "resumed to whole", resumed / whole, "", "0.00", Share);
    }

    private static async Task<double> MeasureAsync(
        Report report, string name, Declarations fleet, Nginx nginx, FleetOptions options, (string Folder, Identity Identity) place, CancellationToken cancel)
    {
        Console.Error.WriteLine(name);
        var folder = Directory.CreateDirectory(Path.Combine(place.Folder, name)).FullName;
        await using var hub = await HubProcess.StartAsync(folder, fleet.Yaml(), cancel, place.Identity.Authority);
        var load = await Load.MeasureAsync(hub, nginx, options, cancel);
        report.Add($"{name}_checks_per_second", $"{name}: checks a second", load.Count.PerSecond, format: "#,0")
            .AddZero($"{name}_missed", $"{name}: missed", load.Missed(fleet)).AddZero($"{name}_false_verdicts", $"{name}: false verdicts", load.FalseVerdicts(fleet) + Load.Unchecked(load.After))
            .Add($"{name}_hub_cpu_us_per_check", $"{name}: hub, CPU per check", load.Count.CpuMicroseconds, "µs", "0")
            .Add($"{name}_nginx_cpu_us_per_request", $"{name}: nginx, CPU per request", load.Count.TargetCpuMicroseconds, "µs", "0")
            .Add($"{name}_bytes_per_check", $"{name}: hub, allocated per check", load.BytesPerCheck, "B", "0");
        return load.Count.CpuMicroseconds;
    }
}
