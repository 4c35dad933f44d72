using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Hale.Bench.Dashboard;

/// <summary>Services that report on themselves, so that each report is a change of status and nothing else is asked on the machine.</summary>
internal sealed class Reports(HttpClient hub, int services)
{
    private const int TurnsPerSecond = 20;

    private static readonly byte[] Good = Encoding.UTF8.GetBytes("""{"status":"healthy","latency_ms":3.2}""");
    private static readonly byte[] Bad = Encoding.UTF8.GetBytes("""{"status":"unhealthy","message":"12,000 orders wait"}""");

    private readonly bool[] _good = new bool[services];
    private long _made;
    private int _next;

    /// <summary>How many reports were answered.</summary>
    public long Made => Interlocked.Read(ref _made);

    public static string Id(int service) => string.Create(CultureInfo.InvariantCulture, $"team-{service % 10}-s{service}");

    public static string Declared(int services)
    {
        var text = new StringBuilder("defaults: { interval: 24h, retries: 0 }\nprojects:\n");
        for (var project = 0; project < 10; project++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  team-{project}:\n    services:\n");
            for (var i = project; i < services; i += 10)
                text.Append(CultureInfo.InvariantCulture, $"      s{i}: {{ check: \"component:\", labels: {{ team: team-{project} }} }}\n");
        }

        return text.ToString();
    }

    /// <summary>Every service reports that it is well.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        await Parallel.ForAsync(0, _good.Length, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancel }, async (i, stop) =>
        {
            _good[i] = true;
            await ReportAsync(i, stop);
        });
    }

    /// <summary>So many services change each second, one after the other, until cancelled; what the machine is late for is made up for.</summary>
    public async Task ChangeAsync(int perSecond, CancellationToken cancel)
    {
        var (started, made) = (Stopwatch.GetTimestamp(), 0L);
        using var turns = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / TurnsPerSecond));
        try
        {
            while (await turns.WaitForNextTickAsync(cancel))
            {
                var due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond) - made;
                made += due;
                // A report that was begun is waited for: given up half-way, it would change what everybody is told after the truth was read.
                await Parallel.ForAsync(0L, due, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancel }, async (_, _) =>
                {
                    var i = Interlocked.Increment(ref _next) % _good.Length;
                    _good[i] = !_good[i];
                    await ReportAsync(i, CancellationToken.None);
                });
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task ReportAsync(int service, CancellationToken cancel)
    {
        using var body = new ByteArrayContent(_good[service] ? Good : Bad);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await hub.PostAsync(new Uri($"/api/services/{Id(service)}/report", UriKind.Relative), body, cancel);
        answer.EnsureSuccessStatusCode();
        Interlocked.Increment(ref _made);
    }
}
