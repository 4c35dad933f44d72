using System.Diagnostics;
using System.Text.Json;

namespace Hale.Bench.Naive;

/// <summary>Checks one thing again and again: a client per check, its answer read as JSON, a row per result.</summary>
internal sealed class Loop(int service, Uri url, Rows rows)
{
    public async Task RunAsync()
    {
        while (true)
        {
            var started = Stopwatch.GetTimestamp();
            var healthy = await IsHealthyAsync();
            rows.Insert(service, DateTimeOffset.UtcNow, healthy, Stopwatch.GetElapsedTime(started));
        }
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
