using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Hale.Bench.Dashboard;

/// <summary>A Chromium with a page of the hub in it.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;

    private Tab(IPlaywright driver, IBrowser browser) => (_driver, _browser) = (driver, browser);

    public static async Task<Tab> StartAsync()
    {
        if (!File.Exists(Chromium))
            throw new InvalidOperationException($"{Chromium} is missing; install the package chromium");
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--js-flags=--expose-gc"],
        });
        return new(driver, browser);
    }

    /// <summary>Opens a page with nothing remembered, and waits until there is something to use.</summary>
    public async Task<IPage> OpenAsync(Uri address)
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 960 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        await using var script = typeof(Tab).Assembly.GetManifestResourceStream("bench.js")!;
        using var reader = new StreamReader(script);
        await page.AddInitScriptAsync(await reader.ReadToEndAsync());
        await page.GotoAsync(address.ToString());
        await page.WaitForFunctionAsync("() => window.bench.marks.usable !== null");
        return page;
    }

    /// <summary>What the page's process holds, in MB: its own memory after a collection, and of it the script's.</summary>
    public async Task<(double Process, double Script)> MemoryAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.enable");
        await session.SendAsync("HeapProfiler.collectGarbage");
        await session.SendAsync("HeapProfiler.collectGarbage");
        var script = await MetricAsync(session, "JSHeapUsedSize") / 1e6;
        var all = await (await _browser.NewBrowserCDPSessionAsync()).SendAsync("SystemInfo.getProcessInfo");
        var renderers = all!.Value.GetProperty("processInfo").EnumerateArray()
            .Where(each => each.GetProperty("type").GetString() == "renderer").Select(each => each.GetProperty("id").GetInt32());
        return (renderers.Max(OwnMemory), script);
    }

    /// <summary>Scrolls for a while; what the trace tells of the page's main thread meanwhile, and the times between frames in ms.</summary>
    public static async Task<(Trace Trace, double[] Frames)> ScrollAsync(IPage page, double seconds, int speed)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var trace = new Trace();
        var whole = new TaskCompletionSource();
        session.Event("Tracing.dataCollected").OnEvent += (_, part) => trace.Add(part!.Value.GetProperty("value"));
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => whole.TrySetResult();
        await session.SendAsync("Tracing.start", new() { ["categories"] = "toplevel,devtools.timeline,disabled-by-default-devtools.timeline", ["transferMode"] = "ReportEvents" });
        var frames = await page.EvaluateAsync<double[]>("([ms, speed]) => window.bench.scroll(ms, speed)", new object[] { seconds * 1000, speed });
        await session.SendAsync("Tracing.end");
        await whole.Task;
        return (trace, frames);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
    }

    private static async Task<double> MetricAsync(ICDPSession session, string name)
    {
        await session.SendAsync("Performance.enable");
        var all = await session.SendAsync("Performance.getMetrics");
        return all!.Value.GetProperty("metrics").EnumerateArray().First(each => each.GetProperty("name").GetString() == name).GetProperty("value").GetDouble();
    }

    private static double OwnMemory(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(each => each.StartsWith("RssAnon:", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line["RssAnon:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}

/// <summary>What a trace tells of a page's main thread: how much of the processor its tasks took, whatever else the machine did.</summary>
internal sealed class Trace
{
    private readonly List<(int Process, int Thread, double Ms)> _tasks = [];
    private readonly HashSet<(int, int)> _mains = [];
    private readonly HashSet<(int, int)> _drawn = [];
    private readonly Lock _gate = new();

    /// <summary>The processor time of each task of the page's main thread, in ms.</summary>
    public double[] Tasks => [.. _tasks.Where(each => _drawn.Contains((each.Process, each.Thread)) && _mains.Contains((each.Process, each.Thread))).Select(each => each.Ms)];

    public void Add(JsonElement events)
    {
        lock (_gate)
            foreach (var each in events.EnumerateArray())
                Take(each);
    }

    private void Take(JsonElement each)
    {
        var (name, process, thread) = (each.GetProperty("name").GetString(), each.GetProperty("pid").GetInt32(), each.GetProperty("tid").GetInt32());
        if (name == "thread_name" && each.GetProperty("args").GetProperty("name").GetString() == "CrRendererMain")
            _mains.Add((process, thread));
        else if (name == "FireAnimationFrame")
            _drawn.Add((process, thread));
        else if (name == "RunTask" && each.TryGetProperty("tdur", out var took))
            _tasks.Add((process, thread, took.GetDouble() / 1000));
    }
}
