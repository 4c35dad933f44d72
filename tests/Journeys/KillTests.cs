using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>The hub is killed while it checks and takes writes, again and again on the same data: whatever it acknowledged is there, and it goes on.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 50;

    [Fact]
    public async Task Hub_KilledFiftyTimes_KeepsWhatItAcknowledgedAndGoesOn()
    {
        var cancel = TestContext.Current.CancellationToken;
        var seed = Environment.TickCount & 0xFFFF;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        using var folder = new TempFolder();
        var writers = new Writers(site.Url(), random);
        for (var round = 0; round < Rounds; round++)
        {
            await using var hub = await HubProcess.StartAsync(folder.Path, cancel);
            await writers.VerifyAsync(hub.Client, cancel);
            if (round == 0)
                await WatchAsync(hub.Client, site.Url(), cancel);
            var (enough, done) = writers.Run(hub.Client, 4, 1 + random.Next(60));
            await Task.WhenAny(enough, done);
            await hub.KillAsync();
            await done;
        }

        output.WriteLine($"{writers.Acknowledged} writes acknowledged");
        await using var last = await HubProcess.StartAsync(folder.Path, cancel);
        await writers.VerifyAsync(last.Client, cancel);
        await GoesOnAsync(last.Client, cancel);
        Assert.Equal(0, await last.StopAsync(cancel));
        Assert.DoesNotContain("is not legible", await last.LogAsync(), StringComparison.Ordinal);
    }

    /// <summary>Declares the one service that stays, and waits until its first change of status, and with it its first result, is in the store.</summary>
    private static async Task WatchAsync(HttpClient hub, string url, CancellationToken cancel)
    {
        using var answer = await hub.PutAsJsonAsync(
            "/api/services/kept", new JsonObject { ["project"] = "kept", ["name"] = "kept", ["check"] = url, ["interval"] = "1s", ["degraded_above"] = "10m" }, cancel);
        answer.EnsureSuccessStatusCode();
        while (await EventsAsync(hub, cancel) is not { Count: > 0 })
            await Task.Yield();
    }

    /// <summary>The first result of the first round is still there, and a new one is judged on top of the old verdict.</summary>
    private static async Task GoesOnAsync(HttpClient hub, CancellationToken cancel)
    {
        var health = await HealthAsync(hub, cancel);
        Assert.Equal("up", (string?)health["status"]);
        Assert.Equal("first_success", (string?)health["why"]);
        using var check = await hub.PostAsync("/api/services/kept/check", null, cancel);
        var result = await check.Content.ReadFromJsonAsync<JsonObject>(cancel);
        Assert.Equal((true, "up"), ((bool?)result!["success"], (string?)result["status"]));
        Assert.Equal("unknown up", string.Join(", ", (await EventsAsync(hub, cancel)).Select(each => $"{each!["from"]} {each["to"]}")));
        // The new result stands beside the first one as soon as its second is written.
        while (await CheckedAsync(hub, cancel) < 2)
            await Task.Yield();
    }

    private static async Task<int> CheckedAsync(HttpClient hub, CancellationToken cancel)
    {
        var history = await hub.GetFromJsonAsync<JsonObject>("/api/services/kept/history?from=1d&points=1", cancel);
        return (int)history!["points"]![0]!["checks"]!;
    }

    private static async Task<JsonArray> EventsAsync(HttpClient hub, CancellationToken cancel) =>
        (await hub.GetFromJsonAsync<JsonObject>("/api/services/kept/events", cancel))!["items"]!.AsArray();

    private static async Task<JsonObject> HealthAsync(HttpClient hub, CancellationToken cancel) =>
        (await hub.GetFromJsonAsync<JsonObject>("/api/services/kept/health", cancel))!;
}
