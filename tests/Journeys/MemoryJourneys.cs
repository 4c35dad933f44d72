using System.Net;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>What a hub still knows after it was paused, reloaded or started again.</summary>
public sealed class MemoryJourneys
{
    private const string Shop = """
        projects:
          shop:
            services:
              api: { check: "http://api.test/health", interval: 10s }
        """;

    [Fact]
    public async Task Hub_StartsAgain_GoesOnWithVerdictsCountsAndEvents()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(35);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Refused);
        await world.PassAsync(60);
        await world.WrittenAsync();
        var before = (await world.GetAsync("/api/services/shop-api"))["health"]!;
        await world.StopHubAsync();
        await world.StartHubAsync();

        var after = (await world.GetAsync("/api/services/shop-api"))["health"]!;

        Assert.Equal("down", after["status"]!.ToString());
        foreach (var field in (string[])["since", "why", "message", "last_check_at", "error_count", "success_rate", "last_error", "failure"])
            Assert.Equal(before[field]?.ToJsonString(), after[field]?.ToJsonString());
        var events = (await world.GetAsync("/api/services/shop-api/events"))["items"]!.AsArray();
        Assert.Equal(["up>down", "unknown>up"], events.Select(each => $"{each!["from"]}>{each["to"]}"));
    }

    [Fact]
    public async Task Hub_WasNotRunning_CountsThatTimeAsUnknown()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(600);
        await world.StopHubAsync();
        world.Time.Advance(TimeSpan.FromMinutes(30));
        await world.StartHubAsync();
        await world.PassAsync(600);

        var uptime = await world.GetAsync("/api/services/shop-api/uptime?window=1h");

        Assert.InRange((double)uptime["up_seconds"]!, 1150, 1205);
        Assert.InRange((double)uptime["unknown_seconds"]!, 3600 - 1205, 3600 - 1150);
        Assert.Equal(100, (double)uptime["uptime_percent"]!);
    }

    [Fact]
    public async Task Pause_SurvivesPutReloadAndRestart()
    {
        await using var world = await World.StartAsync(Shop);
        await world.AskAsync(HttpMethod.Put, "/api/services/shop-web", """{"project":"shop","name":"web","check":"http://web.test/"}""");
        await world.PassAsync(5);
        await world.AskAsync(HttpMethod.Post, "/api/services/shop-web/pause");
        await world.AskAsync(HttpMethod.Post, "/api/services/shop-api/pause");
        await world.AskAsync(HttpMethod.Put, "/api/services/shop-web", """{"project":"shop","name":"web","check":"http://web.test/other","paused":false}""");
        await File.WriteAllTextAsync(world.File, Shop.Replace("10s", "20s", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await world.AskAsync(HttpMethod.Post, "/-/reload");
        await world.StopHubAsync();
        await world.StartHubAsync();
        var asked = world.Sites.Requests.Count;
        await world.PassAsync(120);

        Assert.Equal(asked, world.Sites.Requests.Count);
        foreach (var id in (string[])["shop-web", "shop-api"])
        {
            var service = await world.GetAsync($"/api/services/{id}");
            Assert.True((bool)service["paused"]!);
            Assert.Equal(("unknown", "paused"), (service["health"]!["status"]!.ToString(), service["health"]!["why"]!.ToString()));
        }

        Assert.Equal("20s", (await world.GetAsync("/api/services/shop-api"))["interval"]!.ToString());
        await world.AskAsync(HttpMethod.Post, "/api/services/shop-web/resume");
        await world.PassAsync(2);
        Assert.Equal("up", (await world.GetAsync("/api/services/shop-web"))["health"]!["status"]!.ToString());
    }

    [Fact]
    public async Task File_TurnsBad_LastGoodStaysInForceAndHealthSaysSo()
    {
        await using var world = await World.StartAsync(Shop);
        await File.WriteAllTextAsync(world.File, Shop.Replace("interval", "intervall", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (status, problem) = await world.AskAsync(HttpMethod.Post, "/-/reload");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("did you mean interval?", problem!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("10s", (await world.GetAsync("/api/services/shop-api"))["interval"]!.ToString());
        var health = await world.GetAsync("/health?fresh=true");
        Assert.Equal(("degraded", "degraded"), (health["status"]!.ToString(), health["components"]!["config"]!["status"]!.ToString()));
        Assert.Equal("bad", (await world.GetAsync("/api/hub"))["config"]!["state"]!.ToString());
    }

    [Fact]
    public async Task File_DeclaresAService_ItIsReadOnlyElsewhere()
    {
        await using var world = await World.StartAsync(Shop);

        var put = await world.AskAsync(HttpMethod.Put, "/api/services/shop-api", """{"project":"shop","name":"api","check":"http://other.test/"}""");
        var delete = await world.AskAsync(HttpMethod.Delete, "/api/services/shop-api");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (put.Status, delete.Status));
        Assert.Contains("hale.yaml", put.Body!["detail"]!.ToString(), StringComparison.Ordinal);
    }
}
