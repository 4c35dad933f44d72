using System.Diagnostics;
using System.Text.Json;

namespace Hale.Bench.Naive;

/// <summary>Watches one thing: a timer of its own, a client per check, its answer read as JSON, a row per result.</summary>
internal sealed class Loop(int service, Uri url, Rows rows)
{
    /// <param name="after">When the first is due, so that not all come at once.</param>
    public async Task RunAsync(TimeSpan after, TimeSpan interval)
    {
        await Task.Delay(after);
        using var timer = new PeriodicTimer(interval);
        do
        {
            var started = Stopwatch.GetTimestamp();
            var healthy = await IsHealthyAsync();
            rows.Insert(service, DateTimeOffset.UtcNow, healthy, Stopwatch.GetElapsedTime(started));
        }
        while (await timer.WaitForNextTickAsync());
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await client.GetAsync(url);
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode && document.RootElement.GetProperty("status").GetString() == "healthy";
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException)
        {
            return false;
        }
    }
}
