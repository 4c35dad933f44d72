namespace Hale.Bench.Fleet.Scenarios;

/// <summary>
/// Three times what the machine can do: checks come late or not at all, and all of that is counted; nothing is called down that is not, and the hub answers
/// whoever asks it.
/// </summary>
internal static class Overload
{
    public static async Task<Report> RunAsync(FleetOptions options, string folder, CancellationToken cancel)
    {
        await using var nginx = await Nginx.StartAsync(folder, cancel);
        var fleet = new Declarations(options.Services[0], options.Interval, nginx.Port, options.Failing);
        await using var hub = await HubProcess.StartAsync(folder, fleet.Yaml(), cancel);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var visits = Visitor.VisitAsync(hub.Client.BaseAddress!, ended.Token);
        var load = await Load.MeasureAsync(hub, nginx, options, cancel);
        await ended.CancelAsync();
        var visitor = await visits;

        var due = fleet.Services / fleet.Interval;
        return new Report("overload")
            .Add("services", "services", fleet.Services, format: "#,0").Add("due_per_second", "due", due, "a second", "#,0")
            .Add("checks_per_second", "made", load.Count.PerSecond, "a second", "#,0")
            .Add("skipped_per_second", "skipped, and counted so", load.SkippedPerSecond, "a second", "#,0")
            .Add("uncounted_percent", "due, and neither made nor counted as skipped", (due - load.Count.PerSecond - load.SkippedPerSecond) / due * 100, "%", "0.0")
            .Add("held_host", "wait for their host's places, at the end", load.After.Sum("hale_checks_held", "for=\"host\""), format: "#,0")
            .Add("held_places", "wait for a place, at the end", load.After.Sum("hale_checks_held", "for=\"places\""), format: "#,0")
            .Add("lateness_p99_ms", "start lateness, p99", load.LatenessP99, "ms", "#,0").Add("lateness_most_ms", "start lateness, at most", load.LatenessMost, "ms", "#,0")
            .AddZero("false_verdicts", "false verdicts", load.FalseVerdicts(fleet)).AddZero("failed", "good ones' failed checks", load.UnexpectedFailures)
            .Add("unchecked", "not checked yet", Load.Unchecked(load.After), format: "#,0")
            .Add("visits", "visits to the API meanwhile", visitor.Milliseconds.Count).AddZero("visits_failed", "visits without an answer of 200", visitor.Failed)
            .Add("visit_p50_ms", "an answer, median", visitor.Quantile(0.5), "ms", "0").Add("visit_p99_ms", "an answer, p99", visitor.Quantile(0.99), "ms", "0")
            .Add("visit_most_ms", "an answer, at most", visitor.Quantile(1), "ms", "0")
            .Add("hub_cpu_percent", "hub: CPU of one core", load.Count.CpuPercent, "%", "0.0").Add("rss_mb", "hub: memory", load.Memory, "MB", "0");
    }
}
