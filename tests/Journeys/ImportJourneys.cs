using System.Net;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>What one hub exported, another takes: the results, the outages and the sums are there as if it had seen them.</summary>
public sealed class ImportJourneys
{
    private const string Shop = """
        projects:
          shop:
            targets: { production: "http://shop.test" }
            services:
              api: { check: "http://api.test/health" }
        """;

    [Theory]
    [InlineData("json")]
    [InlineData("ndjson")]
    public async Task Export_TakenByAnotherHub_IsTheSameThere(string format)
    {
        var (export, history, uptime, now) = await SeenAsync(format);
        await using var world = await World.StartAsync(format == "json" ? "" : Shop.Replace("api.test", "other.test", StringComparison.Ordinal));
        world.Sites.Otherwise = FakeAnswer.Hangs;
        world.Time.LeapWall(now - world.Time.GetUtcNow());

        var (status, summary) = await world.AskAsync(HttpMethod.Post, "/api/import", export);

        Assert.Equal((HttpStatusCode.OK, "[]"), (status, summary!["refused"]!.ToJsonString()));
        Assert.Equal((Results(export, format), 0), ((int)summary["added"]!, (int)summary["skipped"]!));
        Assert.Equal(format == "json" ? ["shop-api", "shop:production"] : [], summary["created"]!.AsArray().Select(each => (string?)each));
        Assert.Equal(Lines(export, format), Lines(await world.TextAsync($"/api/export?format={format}"), format));
        Assert.Equal(history, (await world.GetAsync("/api/services/shop-api/history?from=24h&points=10"))["points"]!.ToJsonString());
        var told = await world.GetAsync("/api/services/shop-api/uptime?window=24h");
        // The first result of a stretch is where it begins, its last one where it ends: within an interval or two it is what the other hub knew.
        foreach (var name in (string[])["up_seconds", "down_seconds"])
            Assert.InRange((double)told[name]!, (double)uptime[name]! - 61, (double)uptime[name]! + 1);
        var events = (await world.GetAsync("/api/services/shop-api/events"))["items"]!.AsArray().Select(each => $"{each!["from"]}>{each["to"]} {each["why"]}");
        Assert.Equal(["up>unknown imported", "down>up imported", "up>down imported", "unknown>up imported"], events);
    }

    [Fact]
    public async Task SameExport_Twice_AddsNothing()
    {
        var (export, _, _, now) = await SeenAsync("json");
        await using var world = await World.StartAsync();
        world.Sites.Otherwise = FakeAnswer.Hangs;
        world.Time.LeapWall(now - world.Time.GetUtcNow());
        await world.AskAsync(HttpMethod.Post, "/api/import", export);
        var before = (await world.TextAsync("/api/export"), (await world.GetAsync("/api/services/shop-api/events"))["items"]!.ToJsonString());

        var (_, summary) = await world.AskAsync(HttpMethod.Post, "/api/import", export);

        Assert.Equal((0, Results(export, "json")), ((int)summary!["added"]!, (int)summary["skipped"]!));
        Assert.Equal(before, (await world.TextAsync("/api/export"), (await world.GetAsync("/api/services/shop-api/events"))["items"]!.ToJsonString()));
        await world.StopHubAsync();
        await world.StartHubAsync();
        Assert.Equal(before.Item1, await world.TextAsync("/api/export"));
    }

    [Fact]
    public async Task OwnExport_TakenBackWhereItCameFrom_AddsNothingAndChangesNoUptime()
    {
        await using var world = await BrokenAsync();
        var export = await world.TextAsync("/api/export");
        var before = (await world.GetAsync("/api/services/shop-api/uptime?window=1h"))["down_seconds"]!.ToJsonString();

        var (_, summary) = await world.AskAsync(HttpMethod.Post, "/api/import", export);

        Assert.Equal(0, (int)summary!["added"]!);
        Assert.Equal(before, (await world.GetAsync("/api/services/shop-api/uptime?window=1h"))["down_seconds"]!.ToJsonString());
    }

    [Fact]
    public async Task OldResults_TellTheYear_AndOlderOnesAreRefused()
    {
        await using var world = await World.StartAsync();
        world.Sites.Otherwise = FakeAnswer.Hangs;
        var now = world.Time.GetUtcNow();
        var lines = string.Concat(Enumerable.Range(0, 400 * 24).Select(hour => now.AddDays(-400).AddHours(hour)).Select(at =>
            $$"""{"deployment":"shop-api","success":true,"status":"healthy","response_time_ms":100,"timestamp":{{at.ToUnixTimeSeconds()}}}""" + "\n"));
        await world.AskAsync(HttpMethod.Put, "/api/services/shop-api", """{"project":"shop","name":"api","check":"http://api.test/","interval":"1h","paused":true}""");

        var (_, summary) = await world.AskAsync(HttpMethod.Post, "/api/import", lines);
        var (_, again) = await world.AskAsync(HttpMethod.Post, "/api/import", lines);

        var refused = Assert.Single(summary!["refused"]!.AsArray())!;
        Assert.StartsWith("timestamp: found a time before 2025-11-05; allowed: from then on", (string)refused["reason"]!, StringComparison.Ordinal);
        Assert.Equal(("shop-api", "line 1"), ((string)refused["deployment"]!, (string)refused["place"]!));
        Assert.Equal(400 * 24, (int)summary["added"]! + (int)refused["results"]!);
        Assert.Equal((0, (int)summary["added"]!), ((int)again!["added"]!, (int)again["skipped"]!));
        var year = (await world.GetAsync("/api/services/shop-api/history?from=8760h&points=500"))["points"]!.AsArray();
        Assert.Equal(365 * 24, year.Sum(point => (int)point!["checks"]!), 24.0);
        Assert.Equal(100.0, (double)(await world.GetAsync("/api/services/shop-api/uptime?window=8760h"))["uptime_percent"]!);
    }

    [Fact]
    public async Task Gaps_AndOverlaps_AreToldAsTheRuleSays()
    {
        await using var world = await World.StartAsync();
        world.Sites.Otherwise = FakeAnswer.Hangs;
        await world.AskAsync(HttpMethod.Put, "/api/services/shop-api", """{"project":"shop","name":"api","check":"http://api.test/","interval":"10m","paused":true}""");
        var start = world.Time.GetUtcNow().AddHours(-10).ToUnixTimeSeconds();

        // One tool saw two hours, and two more after a gap of two; another one says otherwise of the first, and knows the gap.
        await ImportAsync(world, Enumerable.Range(0, 13).Concat(Enumerable.Range(24, 13)).Select(i => (start + i * 600, true)));
        await ImportAsync(world, Enumerable.Range(0, 37).Select(i => (start + 60 + i * 600, false)));

        var uptime = await world.GetAsync("/api/services/shop-api/uptime?window=11h");
        Assert.Equal(4 * 3_600.0, (double)uptime["up_seconds"]!);
        // From its first result in the gap to its last one there.
        Assert.Equal(11 * 600.0, (double)uptime["down_seconds"]!);
        Assert.Equal(63, (await world.GetAsync("/api/services/shop-api/history?from=11h&points=1"))["points"]!.AsArray().Sum(point => (int)point!["checks"]!));
    }

    [Theory]
    [InlineData("", "{", "line 1, byte 2: ")]
    [InlineData("", "{}", "found nothing that was exported; allowed: what hale export writes, as json or ndjson")]
    [InlineData("", "[1,2]", "found nothing that was exported; allowed: what hale export writes, as json or ndjson")]
    [InlineData("", "{\"deployment\":\"a\"}\nnonsense", "line 2, byte 2: ")]
    [InlineData("?create=perhaps", "{}", "create: found \"perhaps\"; allowed: true, false")]
    public async Task Document_ThatIsNoExport_IsRefusedWithThePlace(string query, string document, string detail)
    {
        await using var world = await World.StartAsync();

        var (status, problem) = await world.AskAsync(HttpMethod.Post, "/api/import" + query, document);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(detail, (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"success":"yes","timestamp":1}""", "success: found \"yes\"; allowed: true or false")]
    [InlineData("""{"success":true}""", "timestamp: found nothing; allowed: seconds since 1970")]
    [InlineData("""{"success":true,"timestamp":"2026-11-05T10:00:00Z"}""", "timestamp: found \"2026-11-05T10:00:00Z\"; allowed: seconds since 1970")]
    [InlineData("""{"timestamp":1}""", "success: found nothing; allowed: true or false, or a status")]
    [InlineData("""{"success":false,"failure":"bored","timestamp":1}""", "failure: found \"bored\"; allowed: a kind of failure such as timeout or refused")]
    [InlineData("""{"success":true,"timestamp":4102444800}""", "timestamp: found a time to come; allowed: up to now")]
    [InlineData("7", "found 7; allowed: an object")]
    public async Task Result_ThatCanNotBeRead_IsToldAndTheOthersAreTaken(string result, string reason)
    {
        await using var world = await World.StartAsync();
        var at = world.Time.GetUtcNow().ToUnixTimeSeconds() - 60;

        var (_, summary) = await world.AskAsync(HttpMethod.Post, "/api/import",
            $$$$"""{"monitored_deployments":{"a-b":{"health_check_url":"http://a.test/","health_history":[{{{{result}}}},{"success":true,"timestamp":{{{{at}}}},"other":[{}]}]}}}""");

        var refused = Assert.Single(summary!["refused"]!.AsArray())!;
        Assert.Equal(("a-b", "monitored_deployments.a-b.health_history[0]", reason, 1),
            ((string)refused["deployment"]!, (string)refused["place"]!, (string)refused["reason"]!, (int)refused["results"]!));
        Assert.Equal(1, (int)summary["added"]!);
    }

    [Theory]
    [InlineData("?create=false", """{"health_check_url":"http://a.test/"}""", "found no such service or target; allowed: what is declared")]
    [InlineData("", """{"health_check_url":null}""", "found neither the service nor what to ask for it (health_check_url or process_name)")]
    [InlineData("", """{"health_check_url":"postgres://shop:***@db/shop"}""", "check.url: ")]
    public async Task Deployment_ThatIsNotThereAndNotMade_IsRefusedByName(string query, string deployment, string reason)
    {
        await using var world = await World.StartAsync();

        var (_, summary) = await world.AskAsync(HttpMethod.Post, "/api/import" + query, $$$$"""{"monitored_deployments":{"a-b":{{{{deployment}}}}}}""");

        var refused = Assert.Single(summary!["refused"]!.AsArray())!;
        Assert.Equal("a-b", (string)refused["deployment"]!);
        Assert.StartsWith(reason, (string)refused["reason"]!, StringComparison.Ordinal);
        Assert.Empty((await world.GetAsync("/api/services"))["items"]!.AsArray());
    }

    [Fact]
    public async Task DryRun_TellsAndWritesNothing()
    {
        var (export, _, _, now) = await SeenAsync("json");
        await using var world = await World.StartAsync();
        world.Time.LeapWall(now - world.Time.GetUtcNow());

        var (_, summary) = await world.AskAsync(HttpMethod.Post, "/api/import?dry_run=true", export);

        Assert.Equal((Results(export, "json"), 2), ((int)summary!["added"]!, summary["created"]!.AsArray().Count));
        Assert.Empty((await world.GetAsync("/api/services"))["items"]!.AsArray());
        Assert.Empty((await world.GetAsync("/api/export"))["monitored_deployments"]!.AsObject());
    }

    private static async Task ImportAsync(World world, IEnumerable<(long At, bool Up)> results) =>
        Assert.Equal(HttpStatusCode.OK, (await world.AskAsync(HttpMethod.Post, "/api/import", string.Concat(results.Select(each =>
            $$"""{"deployment":"shop-api","success":{{(each.Up ? "true" : "false")}},"timestamp":{{each.At}}}""" + "\n")))).Status);

    private static async Task<World> BrokenAsync()
    {
        var world = await World.StartAsync(Shop);
        await world.PassAsync(3_600);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Refused);
        await world.PassAsync(1_800);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Ok());
        await world.PassAsync(3_600);
        await world.WrittenAsync();
        return world;
    }

    private static async Task<(string Export, string History, JsonNode Uptime, DateTimeOffset Now)> SeenAsync(string format)
    {
        await using var world = await BrokenAsync();
        return (
            await world.TextAsync($"/api/export?format={format}"), (await world.GetAsync("/api/services/shop-api/history?from=24h&points=10"))["points"]!.ToJsonString(),
            await world.GetAsync("/api/services/shop-api/uptime?window=24h"), world.Time.GetUtcNow());
    }

    private static int Results(string export, string format) => Lines(export, format).Count;

    private static List<string> Lines(string export, string format) => format == "ndjson"
        ? [.. export.Split('\n', StringSplitOptions.RemoveEmptyEntries)]
        : [.. JsonNode.Parse(export)!["monitored_deployments"]!.AsObject().SelectMany(each => each.Value!["health_history"]!.AsArray().Select(result => each.Key + result!.ToJsonString()))];
}
