using System.Diagnostics;
using System.Text.Json;

namespace Hale.Bench.Dashboard;

/// <summary>Measures one thing after the other, on one hub.</summary>
internal sealed class Measuring(DashboardOptions options, HubProcess hub, Reports reports, Report report)
{
    // A screenful in half a second: as fast as one reads along.
    private const int ScrollSpeed = 1_800;
    private const int Spurt = 10;
    private const double Frame = 1000.0 / 60;

    private Uri Address => hub.Client.BaseAddress!;

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var (part, measure) in ((string, Func<CancellationToken, Task>)[])[("load", LoadAsync), ("follow", FollowAsync), ("scroll", ScrollAsync), ("stay", StayAsync)])
            if (options.Only.Contains(part))
                await measure(cancel);
    }

    /// <summary>How soon the page is there.</summary>
    private async Task LoadAsync(CancellationToken cancel)
    {
        Say($"opening the page {options.Loads} times");
        var (paints, uses, scripts) = (new List<double>(), new List<double>(), 0.0);
        for (var i = 0; i < options.Loads; i++)
        {
            cancel.ThrowIfCancellationRequested();
            await using var tab = await Tab.StartAsync();
            var page = await tab.OpenAsync(Address);
            paints.Add(await page.EvaluateAsync<double>("() => window.bench.firstPaint()"));
            uses.Add(await page.EvaluateAsync<double>("() => window.bench.marks.usable"));
            scripts = await page.EvaluateAsync<double>("() => window.bench.scripts()");
        }

        report.Add("first_paint_ms", "first contentful paint, median", Median(paints), "ms", "0", new(500, 250))
            .Add("first_paint_best_ms", "first contentful paint, best", paints.Min(), "ms", "0", new(500, 250))
            .Add("usable_ms", "every service on the screen, median", Median(uses), "ms", "0", new(1000, 500))
            .Add("usable_best_ms", "every service on the screen, best", uses.Min(), "ms", "0", new(1000, 500))
            .Add("scripts_kb", "first page's script, as sent", scripts / 1000, "kB", "0.0", new(200, 150));
    }

    /// <summary>What other dashboards cost the hub.</summary>
    private async Task FollowAsync(CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var changing = reports.ChangeAsync(options.Changes, end.Token);
        Say($"the hub alone, {options.Duration} s");
        var alone = await CountAsync(() => 0, cancel);
        Say($"the hub with {options.Dashboards} dashboards, {options.Duration} s");
        await using var others = await Dashboards.OpenAsync(Address, options.Dashboards, cancel);
        var bytes = others.Bytes;
        var watched = await CountAsync(() => others.Frames, cancel);
        var sent = (others.Bytes - bytes) / watched.Seconds;
        await end.CancelAsync();
        await changing;
        var wrong = await WrongAsync(others, cancel);
        // What a machine with other work to do came through with differs from one count to the other: told is what each change cost, and what that makes at the
        // rate that was asked for. What is gathered costs less for each change the more there are of them: at a lower rate that is an upper bound.
        var (bare, told) = (alone.CpuMicroseconds / alone.Changes, watched.CpuMicroseconds / watched.Changes);
        report.Add("changes_per_second", "changes a second", watched.Changes / watched.Seconds, format: "0", goal: new(options.Changes * 0.98, options.Changes * 0.99, More: true))
            .Add("change_cpu_us", "hub: processor time for a change, nobody looks", bare, "µs", "0")
            .Add("change_watched_cpu_us", $"hub: processor time for a change, {options.Dashboards} dashboards", told, "µs", "0")
            .Add("dashboards_cpu_percent", $"what {options.Dashboards} dashboards cost it at {options.Changes} changes a second: of one core", (told - bare) * options.Changes / 1e4, "%", "0.0", new(10, 5))
            .Add("frames_per_second", "frames a second to all of them", watched.Frames / watched.Seconds, format: "0")
            .Add("frame_cpu_us", "hub: processor time for a frame", (told - bare) * watched.Changes / Math.Max(1, watched.Frames), "µs", "0.0")
            .Add("megabytes_per_second", "sent to all of them", sent / 1e6, "MB/s", "0.0")
            .AddZero("wrong", "services held for something else at the end", wrong);
    }

    /// <summary>How smoothly a list of everything scrolls while it changes.</summary>
    private async Task ScrollAsync(CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var changing = reports.ChangeAsync(options.Changes, end.Token);
        await using var tab = await Tab.StartAsync();
        foreach (var (path, name) in ((string, string)[])[("/services", "list"), ("/", "overview")])
            await ScrollAsync(tab, path, name);
        await end.CancelAsync();
        await changing;
    }

    /// <summary>What a tab holds that was open for long.</summary>
    private async Task StayAsync(CancellationToken cancel)
    {
        await using var tab = await Tab.StartAsync();
        var page = await tab.OpenAsync(Address);
        var (first, firstScript) = await tab.MemoryAsync(page);
        Say($"a tab for {options.Hour} simulated seconds");
        var from = new DateTimeOffset(2026, 11, 5, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        for (var second = 0; second < options.Hour; second += 60)
        {
            cancel.ThrowIfCancellationRequested();
            await page.EvaluateAsync(
                "([from, seconds, changes, spurt]) => window.bench.pass(from, seconds, changes, spurt)",
                new object[] { from + second * 1000L, Math.Min(60, options.Hour - second), options.Changes, Spurt });
        }

        var (process, script) = await tab.MemoryAsync(page);
        report.Add("tab_first_mb", "tab, just opened", first, "MB", "0")
            .Add("tab_mb", $"tab, after {options.Hour} simulated seconds", process, "MB", "0", new(300, 150))
            .Add("tab_script_first_mb", "its script's objects, just opened", firstScript, "MB", "0.0")
            .Add("tab_script_mb", "its script's objects then", script, "MB", "0.0");
    }

    private async Task ScrollAsync(Tab tab, string path, string name)
    {
        Say($"scrolling {path}, {options.Duration} s");
        var page = await tab.OpenAsync(new(Address, path));
        var (trace, frames) = await Tab.ScrollAsync(page, options.Duration, ScrollSpeed);
        var tasks = trace.Tasks.Order().ToArray();
        var busy = tasks.Sum() / frames.Sum() * 100;
        report.Add($"{name}_fps", $"{name}: frames a second while scrolling", 1000 * frames.Length / frames.Sum(), format: "0.0", goal: new(58, 59.5, More: true))
            .Add($"{name}_late_percent", $"{name}: frames that came late by half of one or more", 100.0 * frames.Count(each => each > 1.5 * Frame) / frames.Length, "%", "0.0")
            .Add($"{name}_task_p99_ms", $"{name}: a task of the main thread, processor time, p99", Quantile(tasks, 0.99), "ms", "0.00", new(Frame, Frame / 2))
            .Add($"{name}_tasks_long", $"{name}: tasks longer than a frame, each second", tasks.Count(each => each > Frame) / (frames.Sum() / 1000), format: "0.0")
            .Add($"{name}_task_most_ms", $"{name}: the longest task, processor time", tasks.LastOrDefault(), "ms", "0.0")
            .Add($"{name}_busy_percent", $"{name}: main thread, processor time of one core", busy, "%", "0", new(60, 30));
        await page.Context.CloseAsync();
    }

    private async Task<(double Seconds, double CpuMicroseconds, long Frames, long Changes)> CountAsync(Func<long> frames, CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromSeconds(3), cancel);
        var (started, cpu, before, made) = (Stopwatch.GetTimestamp(), hub.CpuSeconds, frames(), reports.Made);
        await Task.Delay(TimeSpan.FromSeconds(options.Duration), cancel);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (seconds, (hub.CpuSeconds - cpu) * 1e6, frames() - before, Math.Max(1, reports.Made - made));
    }

    /// <summary>Once nothing changes any more, every dashboard must soon know what the hub knows.</summary>
    private async Task<int> WrongAsync(Dashboards others, CancellationToken cancel)
    {
        var truth = new Dictionary<string, string>();
        string? cursor = null;
        do
        {
            var path = $"/api/services?limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}";
            using var json = JsonDocument.Parse(await hub.Client.GetStringAsync(new Uri(path, UriKind.Relative), cancel));
            foreach (var service in json.RootElement.GetProperty("items").EnumerateArray())
                truth[service.GetProperty("id").GetString()!] = service.GetProperty("health").GetProperty("status").GetString()!;
            cursor = json.RootElement.TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        for (var tries = 0; tries < 50 && others.Wrong(truth) > 0; tries++)
            await Task.Delay(100, cancel);
        return others.Wrong(truth);
    }

    private static double Median(IEnumerable<double> values) => Quantile([.. values.Order()], 0.5);

    private static double Quantile(double[] sorted, double quantile) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * quantile)];

    private static void Say(string what) => Console.Error.WriteLine($"dashboard: {what}");
}
