using System.Diagnostics;

namespace Hale.Bench.Fleet.Scenarios;

/// <summary>Somebody who looks at the hub five times a second, as its page and its keepers do.</summary>
/// <param name="Milliseconds">What each answer took, sorted.</param>
/// <param name="Failed">How many visits brought no answer of 200.</param>
internal sealed record Visitor(IReadOnlyList<double> Milliseconds, int Failed)
{
    private static readonly Uri[] Pages = [new("/api/services?limit=50", UriKind.Relative), new("/health/ready", UriKind.Relative), new("/api/hub", UriKind.Relative)];

    /// <summary>Visits until told to end, and tells how it was.</summary>
    public static async Task<Visitor> VisitAsync(Uri hub, CancellationToken ended)
    {
        using var client = new HttpClient { BaseAddress = hub, Timeout = TimeSpan.FromSeconds(30) };
        var times = new List<double>();
        var failed = 0;
        for (var i = 0; !ended.IsCancellationRequested; i++)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await client.GetAsync(Pages[i % Pages.Length], ended);
                failed += answer.IsSuccessStatusCode ? 0 : 1;
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await Task.Delay(200, ended);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                failed++;
            }
        }

        times.Sort();
        return new(times, failed);
    }

    public double Quantile(double quantile) =>
        Milliseconds.Count == 0 ? double.NaN : Milliseconds[Math.Min(Milliseconds.Count - 1, (int)(Milliseconds.Count * quantile))];
}
