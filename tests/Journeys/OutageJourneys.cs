using System.Net;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>Outages as somebody outside sees them: over the API, in simulated time.</summary>
public sealed class OutageJourneys
{
    private const string Shop = """
        projects:
          shop:
            services:
              postgres: { check: "http://postgres.test/", type: database }
              api: { check: "http://api.test/health", depends_on: [postgres] }
              web: { check: "http://web.test/health", depends_on: [api] }
        """;

    public static TheoryData<string, FailureKind, bool, int?> WaysToBreak => new()
    {
        { "http_status", FailureKind.HttpStatus, true, 500 },
        { "http_status", FailureKind.HttpStatus, false, 404 },
        { "refused", FailureKind.Refused, false, null },
        { "reset", FailureKind.Reset, false, null },
        { "tls", FailureKind.Tls, false, null },
        { "dns", FailureKind.Dns, false, null },
    };

    [Theory]
    [MemberData(nameof(WaysToBreak))]
    public async Task Service_Breaks_IsDownWithinAMinuteAndUpAtTheFirstGoodAnswer(string kind, FailureKind failure, bool soft, int? status)
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(47);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Fails(failure, soft, TimeSpan.FromMilliseconds(20), status));

        await world.PassAsync(60);
        var down = (await world.GetAsync("/api/services/shop-api"))["health"]!;
        Assert.Equal(("down", kind, "failures"), (Text(down, "status"), Text(down, "failure"), Text(down, "why")));

        world.Sites.Answer("http://api.test/health", FakeAnswer.Ok());
        await world.PassAsync(30);
        var up = (await world.GetAsync("/api/services/shop-api"))["health"]!;
        Assert.Equal(("up", "recovered", 0), (Text(up, "status"), Text(up, "why"), (int)up["consecutive_failures"]!));
        Assert.Null(up["failure"]);
    }

    [Fact]
    public async Task Service_Hangs_IsDownWithinAMinute()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(40);
        world.Sites.Answer("http://web.test/health", FakeAnswer.Hangs);

        await world.PassAsync(60);

        var health = (await world.GetAsync("/api/services/shop-web"))["health"]!;
        Assert.Equal(("down", "timeout"), (Text(health, "status"), Text(health, "failure")));
    }

    [Fact]
    public async Task Host_OfManyServicesGoesDown_OneAsksForAllAndAllAreUpWithinTwoIntervals()
    {
        var services = Enumerable.Range(0, 40).Select(i => $"      s{i}: {{ check: \"http://big.test/s{i}\" }}\n");
        await using var world = await World.StartAsync($"projects:\n  big:\n    services:\n{string.Concat(services)}");
        await world.PassAsync(47);
        world.Sites.Otherwise = FakeAnswer.Refused;
        await world.PassAsync(120);

        Assert.Equal("down", Text((await world.GetAsync("/api/services/big-s7"))["health"]!, "status"));
        Assert.Contains("hale_circuits_open 1\n", await world.TextAsync("/metrics"));
        var before = world.Sites.Requests.Count;
        await world.PassAsync(60);
        Assert.InRange(world.Sites.Requests.Count - before, 1, 3);

        world.Sites.Otherwise = FakeAnswer.Ok();
        await world.PassAsync(60);
        var items = (await world.GetAsync("/api/services?status=up"))["items"]!.AsArray();
        Assert.Equal(40, items.Count);
        Assert.Contains("hale_circuits_open 0\n", await world.TextAsync("/metrics"));
    }

    [Fact]
    public async Task Hub_IsCutOff_ServicesAreUnknownUptimeStandsStillAndAllComesBack()
    {
        await using var world = await World.StartAsync(Shop, settings => settings with { ReferenceTargets = "http://reference.test/" });
        await world.PassAsync(100);
        world.Sites.Otherwise = FakeAnswer.Fails(FailureKind.Unreachable);
        await world.PassAsync(600);

        var health = (await world.GetAsync("/api/services/shop-api"))["health"]!;
        Assert.Equal(("unknown", "hub_isolated"), (Text(health, "status"), Text(health, "why")));
        Assert.Contains("hale_hub_isolated 1\n", await world.TextAsync("/metrics"));
        Assert.Equal(3, (await world.GetAsync("/api/services"))["items"]!.AsArray().Count);

        world.Sites.Otherwise = FakeAnswer.Ok();
        await world.PassAsync(60);
        Assert.Equal("up", Text((await world.GetAsync("/api/services/shop-api"))["health"]!, "status"));
        Assert.Contains("hale_hub_isolated 0\n", await world.TextAsync("/metrics"));
        await world.WrittenAsync();
        var uptime = await world.GetAsync("/api/services/shop-api/uptime?window=1h");
        Assert.Equal((100.0, 0.0), ((double)uptime["uptime_percent"]!, (double)uptime["down_seconds"]!));
    }

    [Fact]
    public async Task Root_GoesDown_EveryDependantNamesItAsCauseUntilItRecovers()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(40);
        world.Sites.Answer("http://postgres.test/", FakeAnswer.Refused);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Status(500));
        await world.PassAsync(90);

        var graph = await world.GetAsync("/api/graph?project=shop");
        Assert.Equal(
            ["shop-api down shop-postgres", "shop-postgres down ", "shop-web up shop-postgres"],
            graph["nodes"]!.AsArray().Select(node => $"{node!["id"]} {node["status"]} {node["cause"]}"));
        var project = await world.GetAsync("/api/projects/shop/health");
        Assert.Equal("unhealthy", Text(project, "health"));

        world.Sites.Answer("http://postgres.test/", FakeAnswer.Ok());
        world.Sites.Answer("http://api.test/health", FakeAnswer.Ok());
        await world.PassAsync(60);

        await world.WrittenAsync();
        var own = await world.GetAsync("/api/services/shop-api/uptime?from=10m");
        var web = await world.GetAsync("/api/services/shop-web/uptime?window=10m");
        var whole = await world.GetAsync("/api/projects/shop/uptime?window=10m");
        var events = (await world.GetAsync("/api/projects/shop/events?limit=2"))["items"]!.AsArray();
        Assert.Equal("10m", Text(own, "window"));
        Assert.InRange((double)own["down_seconds"]!, 10, 90);
        Assert.InRange((double)own["caused_seconds"]!, 10, (double)own["down_seconds"]!);
        Assert.Equal((0.0, 0.0), ((double)web["down_seconds"]!, (double)web["caused_seconds"]!));
        Assert.InRange((double)whole["down_seconds"]!, (double)own["down_seconds"]!, 90);
        Assert.InRange((double)whole["uptime_percent"]!, 1, 99);
        Assert.Equal(["shop-api up", "shop-postgres up"], events.Select(each => $"{each!["service_id"]} {each["to"]}").Order());
        var together = (await world.GetAsync("/api/projects/shop/history?from=10m&points=10"))["points"]!.AsArray();
        var alone = (await world.GetAsync("/api/services/shop-api/history?from=10m&points=10"))["points"]!.AsArray();
        Assert.True(together.Sum(point => (int)point!["checks"]!) > 2 * alone.Sum(point => (int)point!["checks"]!));

        graph = await world.GetAsync("/api/graph");
        Assert.All(graph["nodes"]!.AsArray(), node => Assert.Equal(("up", null), (Text(node!, "status"), node!["cause"])));
        Assert.Equal("healthy", Text(await world.GetAsync("/api/projects/shop/health"), "health"));
    }

    [Fact]
    public async Task Service_FirstAnswerIsSlow_KeepsBothSteps()
    {
        await using var world = await World.StartAsync();
        world.Sites.Answer("http://slow.test/", FakeAnswer.Slow());
        await world.AskAsync(HttpMethod.Put, "/api/services/shop-slow", """{"project":"shop","name":"slow","check":"http://slow.test/"}""");

        await world.PassAsync(10);
        await world.WrittenAsync();

        var events = (await world.GetAsync("/api/services/shop-slow/events"))["items"]!.AsArray();
        Assert.Equal(["up>degraded slow", "unknown>up first_success"], events.Select(each => $"{each!["from"]}>{each["to"]} {each["why"]}"));
    }

    [Theory]
    [InlineData("down", "http_status", 404)]
    [InlineData("degraded", "http_status", 500)]
    [InlineData("down", "refused", null)]
    [InlineData("down", "dns", null)]
    [InlineData("down", "tls", null)]
    [InlineData("degraded", "timeout", null)]
    public async Task Target_FailsOnce_FollowsItsColumnAtOnce(string status, string kind, int? code)
    {
        await using var world = await World.StartAsync();
        world.Sites.Answer("http://prod.test/health", kind switch
        {
            "http_status" => FakeAnswer.Status(code!.Value),
            "refused" => FakeAnswer.Refused,
            "dns" => FakeAnswer.Fails(FailureKind.Dns),
            "tls" => FakeAnswer.Fails(FailureKind.Tls),
            _ => FakeAnswer.Hangs,
        });

        var started = await world.AskAsync(HttpMethod.Post, "/api/monitoring/shop/production/start", """{"url":"http://prod.test"}""");
        await world.PassAsync(6);

        Assert.Equal("""{"success":true}""", started.Body!.ToJsonString());
        var target = await world.GetAsync("/api/projects/shop/targets/production");
        var health = target["health"]!;
        Assert.Equal((status, "unhealthy", 100), (Text(health, "status"), Text(target, "status"), (int)health["error_rate"]!));
        Assert.Null(health["uptime_seconds"]);
        Assert.Equal(code is not null, health["response_time_ms"] is not null);
    }

    [Fact]
    public async Task Target_StartedAgainAndStopped_IsAskedEverySixtySecondsAndThenNoMore()
    {
        await using var world = await World.StartAsync();
        await world.AskAsync(HttpMethod.Post, "/api/monitoring/shop/production/start", """{"url":"http://prod.test"}""");
        await world.PassAsync(121);
        var times = world.Sites.TimesOf("http://prod.test/health");
        Assert.Equal([0, 60, 120], times.Select(at => (int)Math.Round((at - times[0]).TotalSeconds)));
        Assert.Equal("""{"success":true,"monitored":["shop:production"]}""", (await world.GetAsync("/api/monitoring")).ToJsonString());

        await world.AskAsync(HttpMethod.Post, "/api/monitoring/shop/production/stop");
        var unknown = await world.AskAsync(HttpMethod.Post, "/api/monitoring/no/such/stop");
        await world.PassAsync(200);

        Assert.Equal("""{"success":true}""", unknown.Body!.ToJsonString());
        Assert.Equal(3, world.Sites.TimesOf("http://prod.test/health").Count);
        Assert.Equal("stopped", Text(await world.GetAsync("/api/projects/shop/targets/production"), "status"));
        Assert.Equal("""{"success":true,"monitored":[]}""", (await world.GetAsync("/api/monitoring")).ToJsonString());
    }

    [Fact]
    public async Task Monitor_StartedWithoutUrl_SaysWhatIsMissing()
    {
        await using var world = await World.StartAsync();

        var (status, body) = await world.AskAsync(HttpMethod.Post, "/api/monitoring/shop/production/start", "{}");

        Assert.Equal((HttpStatusCode.BadRequest, false), (status, (bool)body!["success"]!));
        Assert.Contains("url", Text(body, "error"), StringComparison.Ordinal);
    }

    private static string? Text(JsonNode node, string name) => node[name]?.ToString();
}
