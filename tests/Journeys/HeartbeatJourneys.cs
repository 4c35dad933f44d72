using System.Net;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>A nightly job that calls, is late, fails, and calls again; and a hub that was away meanwhile.</summary>
public sealed class HeartbeatJourneys
{
    private const string Token = "0123456789abcdef";

    private const string Yaml = $$"""
        defaults: { retries: 3, degraded_above: 100ms }
        projects:
          shop:
            services:
              backup: { check: "heartbeat:", interval: 1h, grace: 5m, token: {{Token}} }
        """;

    [Fact]
    public async Task Job_ThatCalls_IsUp_AndDownTheMomentACallIsMissed()
    {
        await using var world = await World.StartAsync(Yaml);
        Assert.Equal("unknown", await StatusAsync(world));

        await BeatAsync(world, "");
        Assert.Equal("up first_success", await StatusAsync(world));
        await world.PassAsync(TimeSpan.FromMinutes(64));
        Assert.Equal("up first_success", await StatusAsync(world));

        await world.PassAsync(TimeSpan.FromMinutes(1.1));

        Assert.Equal("down failures", await StatusAsync(world));
        var health = await world.GetAsync("/api/services/shop-backup/health");
        Assert.Equal("heartbeat_missed", (string?)health["failure"]);
        Assert.EndsWith("5m after it was due (heartbeat missed)", (string?)health["message"], StringComparison.Ordinal);

        await BeatAsync(world, "");
        Assert.Equal("up recovered", await StatusAsync(world));
    }

    [Fact]
    public async Task Job_ThatFails_IsDownAtOnce_AndWhatItSaidIsKept()
    {
        await using var world = await World.StartAsync(Yaml);
        await BeatAsync(world, "/start");
        await world.PassAsync(30);
        await BeatAsync(world, "/log", "half way");
        await BeatAsync(world, "/3", "disk full\nno more");

        Assert.Equal("down failures", await StatusAsync(world));
        var health = await world.GetAsync("/api/services/shop-backup/health");
        Assert.Equal(("exit_code", "the job ended with exit status 3: disk full"), ((string?)health["failure"], (string?)health["message"]));
        var beats = (await world.GetAsync("/api/services/shop-backup/beats"))["items"]!.AsArray();
        Assert.Equal(["fail", "log", "start"], beats.Select(beat => (string?)beat!["kind"]));
        Assert.Equal((3, "disk full\nno more"), ((int?)beats[0]!["exit_status"], (string?)beats[0]!["body"]));
        Assert.InRange((double)beats[0]!["duration_ms"]!, 30_000, 31_000);

        await BeatAsync(world, "/start");
        await world.PassAsync(2);
        await BeatAsync(world, "/0");
        // Two seconds are above degraded_above, which is said of services that are asked.
        Assert.Equal("up recovered", await StatusAsync(world));
        Assert.InRange((double)(await world.GetAsync("/api/services/shop-backup/health"))["latency_ms"]!, 2_000, 2_100);
    }

    [Fact]
    public async Task Calls_WithAnotherToken_OrASillyEnd_AreNotFound()
    {
        await using var world = await World.StartAsync(Yaml);
        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync(HttpMethod.Get, "/api/heartbeat/fedcba9876543210")).Status);
        foreach (var end in (string[])["/256", "/-1", "/stop"])
            Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync(HttpMethod.Post, $"/api/heartbeat/{Token}{end}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.AskAsync(HttpMethod.Get, $"/api/heartbeat/{Token}")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await world.AskAsync(HttpMethod.Post, "/api/services/shop-backup/check")).Status);
        Assert.Equal("up first_success", await StatusAsync(world));
    }

    [Fact]
    public async Task MadeToken_IsToldOnce_AndStandsOverARestart()
    {
        await using var world = await World.StartAsync();
        const string Definition = """{"project":"shop","name":"report","check":{"type":"heartbeat"},"interval":"10m"}""";
        var (status, made) = await world.AskAsync(HttpMethod.Post, "/api/services", Definition);
        Assert.Equal(HttpStatusCode.Created, status);
        var url = new Uri((string)made!["heartbeat_url"]!);
        Assert.Null((await world.GetAsync("/api/services/shop-report"))["heartbeat_url"]);
        Assert.Null((await world.AskAsync(HttpMethod.Put, "/api/services/shop-report", Definition)).Body!["heartbeat_url"]);

        await world.StopHubAsync();
        await world.StartHubAsync();

        Assert.Equal(HttpStatusCode.OK, (await world.AskAsync(HttpMethod.Post, url.AbsolutePath)).Status);
        var next = new Uri((string)(await world.AskAsync(HttpMethod.Post, "/api/services/shop-report/heartbeat")).Body!["heartbeat_url"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync(HttpMethod.Post, url.AbsolutePath)).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.AskAsync(HttpMethod.Post, next.AbsolutePath)).Status);
        await world.AskAsync(HttpMethod.Delete, "/api/services/shop-report");
        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync(HttpMethod.Post, next.AbsolutePath)).Status);
    }

    [Fact]
    public async Task HubThatWasAway_GivesItsGraceBeforeItMissesAnything()
    {
        await using var world = await World.StartAsync(Yaml);
        await BeatAsync(world, "");
        await world.StopHubAsync();
        world.Time.Advance(TimeSpan.FromHours(5));
        await world.StartHubAsync();

        await world.PassAsync(TimeSpan.FromMinutes(4.9));
        Assert.Equal("up first_success", await StatusAsync(world));
        await world.PassAsync(TimeSpan.FromMinutes(0.2));
        Assert.Equal("down failures", await StatusAsync(world));
    }

    [Fact]
    public async Task PausedJob_MayCall_AndMissesNothing()
    {
        await using var world = await World.StartAsync(Yaml);
        await BeatAsync(world, "");
        await world.AskAsync(HttpMethod.Post, "/api/services/shop-backup/pause");
        await world.PassAsync(TimeSpan.FromHours(3));
        await BeatAsync(world, "/fail");
        Assert.Equal("unknown paused", await StatusAsync(world));
        await world.AskAsync(HttpMethod.Post, "/api/services/shop-backup/resume");
        await world.PassAsync(TimeSpan.FromMinutes(60));
        Assert.Equal("unknown resumed", await StatusAsync(world));
        await world.PassAsync(TimeSpan.FromMinutes(6));
        Assert.Equal("down failures", await StatusAsync(world));
    }

    [Fact]
    public async Task Component_ThatItsApplicationReportsOn_IsAsItSays_AndDownWhenItSaysNothing()
    {
        await using var world = await World.StartAsync("projects: { shop: { services: { queue: { check: \"component:\", interval: 1m, grace: 30s } } } }");
        Assert.Equal("up first_success", await ReportAsync("""{"status":"healthy","latency_ms":3}"""));
        Assert.Equal("degraded body_degraded", await ReportAsync("""{"status":"degraded","message":"the queue is long"}"""));
        Assert.Equal("down failures", await ReportAsync("""{"status":"unhealthy","message":"the queue is gone"}"""));
        Assert.Equal("up recovered", await ReportAsync("""{"status":"healthy"}"""));
        await world.PassAsync(91);
        Assert.Equal("down failures", await StatusAsync());
        Assert.StartsWith("no report by ", (string?)(await world.GetAsync("/api/services/shop-queue/health"))["message"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.AskAsync(HttpMethod.Post, "/api/services/shop-queue/report", """{"status":"fine"}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await world.AskAsync(HttpMethod.Post, "/api/services/shop-queue/heartbeat")).Status);

        async Task<string> ReportAsync(string report)
        {
            Assert.Equal(HttpStatusCode.OK, (await world.AskAsync(HttpMethod.Post, "/api/services/shop-queue/report", report)).Status);
            return await StatusAsync();
        }

        async Task<string> StatusAsync()
        {
            var health = await world.GetAsync("/api/services/shop-queue/health");
            return $"{health["status"]} {health["why"]}";
        }
    }

    [Fact]
    public async Task Calls_ThatPutTheirDeadlinesOff_DoNotHaveAllOthersLookedThrough()
    {
        await using var world = await World.StartAsync(Yaml);
        await BeatAsync(world, "");
        await world.PassAsync(5);
        var before = await LookedThroughAsync();

        for (var i = 0; i < 10; i++)
            await BeatAsync(world, "");
        await world.PassAsync(5);
        Assert.Equal(before, await LookedThroughAsync());

        await world.PassAsync(TimeSpan.FromMinutes(66));
        Assert.Equal("down failures", await StatusAsync(world));

        async Task<string> LookedThroughAsync() =>
            (await world.TextAsync("/metrics")).Split('\n').Single(line => line.StartsWith("hale_loop_last_pulse_timestamp_seconds{loop=\"heartbeat_deadlines\"}", StringComparison.Ordinal));
    }

    private static async Task BeatAsync(World world, string end, string? body = null)
    {
        var (status, answer) = await world.AskAsync(HttpMethod.Post, $"/api/heartbeat/{Token}{end}", body);
        Assert.Equal((HttpStatusCode.OK, true), (status, (bool)answer!["success"]!));
    }

    private static async Task<string> StatusAsync(World world)
    {
        var health = (JsonObject)await world.GetAsync("/api/services/shop-backup/health");
        return $"{health["status"]} {health["why"]}".Trim();
    }
}
