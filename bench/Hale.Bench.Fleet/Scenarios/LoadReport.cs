namespace Hale.Bench.Fleet.Scenarios;

/// <summary>How a load is told.</summary>
internal static class LoadReport
{
    private static readonly Goal Lateness = new(10, 6);

    /// <param name="of">Of which of several it is, such as <c>10,000 services: </c>.</param>
    public static Report AddLoad(this Report report, Load load, Declarations fleet, string key = "", string of = "", Budget? budget = null) => report
        .Add($"{key}services", $"{of}services", fleet.Services, format: "#,0").Add($"{key}interval_seconds", $"{of}interval", fleet.Interval, "s")
        .Add($"{key}seconds", $"{of}counted", load.Count.Seconds, "s", "0.0").Add($"{key}checks", $"{of}checks seen by nginx", load.Count.Checks, format: "#,0")
        .Add($"{key}checks_per_second", $"{of}checks a second", load.Count.PerSecond, format: "#,0")
        .AddZero($"{key}missed", $"{of}missed", load.Missed(fleet))
        .AddZero($"{key}false_verdicts", $"{of}false verdicts", load.FalseVerdicts(fleet))
        .AddZero($"{key}unchecked", $"{of}never checked", Load.Unchecked(load.After))
        .Add($"{key}lateness_p50_ms", $"{of}start lateness, median", load.LatenessP50, "ms", "0.0")
        .Add($"{key}lateness_p99_ms", $"{of}start lateness, p99", load.LatenessP99, "ms", "0.0", Lateness)
        .Add($"{key}lateness_most_ms", $"{of}start lateness, at most", load.LatenessMost, "ms", "0.#")
        .Add($"{key}hub_cpu_percent", $"{of}hub: CPU of one core", load.Count.CpuPercent, "%", "0.0", budget?.Cpu)
        .Add($"{key}rss_mb", $"{of}hub: memory", load.Memory, "MB", "0", budget?.Memory)
        .Add($"{key}rss_kb_per_service", $"{of}hub: memory per service", load.Memory * 1000 / fleet.Services, "kB", "0.0");
}
