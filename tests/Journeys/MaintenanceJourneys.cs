using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>What is watched is worked on, at times that were declared before, meanwhile or afterwards. The clock starts at 2026-11-05T10:00:00Z.</summary>
public sealed class MaintenanceJourneys
{
    private const string Shop = """
        defaults: { interval: 60s, retries: 0, targets: { interval: 60s, retries: 0 } }
        projects:
          shop:
            targets: { production: "http://shop.test", staging: "http://staging.test" }
            services:
              api: { check: "http://api.test/health", labels: { team: core } }
              web: { check: "http://web.test/health" }
        status_pages:
          public: { title: Shop, projects: [shop] }
        """;

    private const string Outage = """{"title":"The database is moved","services":["shop-api"],"from":"2026-11-05T10:30:00Z","to":"2026-11-05T11:30:00Z"}""";

    [Fact]
    public async Task Outage_WithinAWindow_CountsNeitherWay_UntilTheWindowIsGone()
    {
        await using var world = await World.StartAsync(Shop);
        Assert.Equal(HttpStatusCode.Created, (await world.AskAsync(HttpMethod.Put, "/api/maintenance/move", Outage)).Status);
        await PassWithOutageAsync(world);

        await AssertHiddenAsync();
        await world.StopHubAsync();
        await world.StartHubAsync();
        await AssertHiddenAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await world.AskAsync(HttpMethod.Delete, "/api/maintenance/move")).Status);
        var after = await UptimeAsync(world, "/api/services/shop-api/uptime");
        Assert.Equal(0, (double)after["maintenance_seconds"]!);
        Assert.InRange((double)after["down_seconds"]!, 1_740, 1_860);
        Assert.InRange((double)after["uptime_percent"]!, 74, 76);

        async Task AssertHiddenAsync()
        {
            var own = await UptimeAsync(world, "/api/services/shop-api/uptime");
            Assert.Equal((100.0, 3_600.0, 0.0, 3_600.0), Told(own));
            Assert.Equal((100.0, 0.0, 0.0, 7_200.0), Told(await UptimeAsync(world, "/api/services/shop-web/uptime")));
            // While one of it is worked on, the project is what the others are.
            Assert.Equal((100.0, 0.0, 0.0, 7_200.0), Told(await UptimeAsync(world, "/api/projects/shop/uptime")));
            var trend = await UptimeAsync(world, "/api/services/shop-api/trend");
            Assert.Equal((100.0, 0.0), ((double)trend["now"]!["uptime_percent"]!, (double)trend["now"]!["down_seconds"]!));
            var today = (await world.GetAsync("/api/services/shop-api/uptime/days?days=1"))["days"]![0]!;
            Assert.Equal((100.0, 3_600.0, 0.0), ((double)today["uptime_percent"]!, (double)today["maintenance_seconds"]!, (double)today["down_seconds"]!));
            var strips = (await UptimeAsync(world, "/api/uptime", "&ids=shop-api,shop-web&slots=4"))["items"]!.AsArray();
            Assert.Equal("up maintenance maintenance up", string.Join(' ', strips[0]!["slots"]!.AsArray().Select(slot => (string?)slot)));
            Assert.Equal("up up up up", string.Join(' ', strips[1]!["slots"]!.AsArray().Select(slot => (string?)slot)));
            Assert.Contains("100 %, maintenance 1 h", await world.TextAsync("/status-page/public"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Outage_WhoseWindowIsDeclaredAfterwards_CountsNeitherWay()
    {
        await using var world = await World.StartAsync(Shop);
        await PassWithOutageAsync(world);
        Assert.InRange((double)(await UptimeAsync(world, "/api/services/shop-api/uptime"))["uptime_percent"]!, 74, 76);

        await world.AskAsync(HttpMethod.Put, "/api/maintenance/forgotten", Outage);

        Assert.Equal((100.0, 3_600.0, 0.0, 3_600.0), Told(await UptimeAsync(world, "/api/services/shop-api/uptime")));
    }

    [Fact]
    public async Task Window_ThatComesRound_IsEachOfItsTimes()
    {
        await using var world = await World.StartAsync(Shop);
        await world.AskAsync(
            HttpMethod.Put, "/api/maintenance/hourly",
            """{"title":"Compacting","labels":{"team":"core"},"from":"2026-11-05T11:00:00Z","cron":"15 12-13 * * *","duration":"10m","time_zone":"Europe/Berlin"}""");
        var planned = await world.GetAsync("/api/maintenance/hourly");
        Assert.Equal(("planned", "2026-11-05T11:15:00.000Z", "2026-11-05T11:25:00.000Z"), ((string?)planned["state"], (string?)planned["next_from"], (string?)planned["next_to"]));

        await world.PassAsync(TimeSpan.FromMinutes(80));
        Assert.Equal("hourly", (string?)(await world.GetAsync("/api/maintenance?state=active&of=shop-api"))["items"]![0]!["id"]);
        Assert.Empty((await world.GetAsync("/api/maintenance?state=active&of=shop-web"))["items"]!.AsArray());
        await world.PassAsync(TimeSpan.FromMinutes(60));
        await world.WrittenAsync();

        // 11:15 to 11:25, and 12:15 to 12:20, which is now.
        Assert.Equal(900, (double)(await UptimeAsync(world, "/api/services/shop-api/uptime", to: "2026-11-05T12:20:00Z"))["maintenance_seconds"]!);
        Assert.Equal(0, (double)(await UptimeAsync(world, "/api/services/shop-web/uptime"))["maintenance_seconds"]!);
    }

    [Fact]
    public async Task Uptime_ByDeployment_TellsEachTargetBeside()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(TimeSpan.FromMinutes(30));
        world.Sites.Answer("http://shop.test/health", FakeAnswer.Refused);
        world.Sites.Answer("http://staging.test/health", FakeAnswer.Refused);
        await world.PassAsync(TimeSpan.FromMinutes(30));
        await world.WrittenAsync();
        await world.AskAsync(
            HttpMethod.Put, "/api/maintenance/move", """{"title":"t","services":["shop:staging"],"from":"2026-11-05T10:30:00Z","to":"2026-11-05T12:00:00Z"}""");

        var parted = await UptimeAsync(world, "/api/projects/shop/uptime", "&by=deployment", "2026-11-05T11:00:00Z");

        Assert.Equal(100, (double)parted["uptime_percent"]!);
        Assert.Equal(["shop:production production", "shop:staging staging"], parted["deployments"]!.AsArray().Select(each => $"{each!["key"]} {each["target"]}"));
        Assert.InRange((double)parted["deployments"]![0]!["uptime_percent"]!, 47, 53);
        Assert.Equal((100.0, 1_800.0, 0.0), ((double)parted["deployments"]![1]!["uptime_percent"]!, (double)parted["deployments"]![1]!["maintenance_seconds"]!, (double)parted["deployments"]![1]!["down_seconds"]!));
        foreach (var (part, target) in parted["deployments"]!.AsArray().Zip((string[])["production", "staging"]))
        {
            var alone = await UptimeAsync(world, $"/api/projects/shop/targets/{target}/uptime", to: "2026-11-05T11:00:00Z");
            foreach (var field in (string[])["uptime_percent", "up_seconds", "degraded_seconds", "down_seconds", "unknown_seconds", "paused_seconds", "maintenance_seconds"])
                Assert.True(JsonNode.DeepEquals(part![field], alone[field]), $"{target} {field}: {part[field]} {alone[field]}");
        }

        Assert.Null((await UptimeAsync(world, "/api/projects/shop/uptime"))["deployments"]);
        Assert.Equal("found \"version\"; allowed: deployment", (string?)(await world.GetAsync("/api/projects/shop/uptime?by=version"))["errors"]!["by"]![0]);
        Assert.Equal("found \"deployment\"; allowed: version", (string?)(await world.GetAsync("/api/services/shop-api/uptime?by=deployment"))["errors"]!["by"]![0]);
    }

    [Fact]
    public async Task Api_OfWindows_AnswersAsThatOfServices()
    {
        await using var world = await World.StartAsync(Shop);
        var (created, view) = await world.AskAsync(HttpMethod.Put, "/api/maintenance/move", Outage);
        Assert.Equal((HttpStatusCode.Created, "planned"), (created, (string?)view!["state"]));
        Assert.Equal(HttpStatusCode.OK, (await world.AskAsync(HttpMethod.Put, "/api/maintenance/move", view.ToJsonString())).Status);
        using var http = new HttpClient();
        using var got = await http.GetAsync(new Uri(world.Address, "/api/maintenance/move"), TestContext.Current.CancellationToken);
        Assert.Equal($"\"{view["etag"]}\"", got.Headers.ETag!.ToString());
        using var stale = new HttpRequestMessage(HttpMethod.Put, new Uri(world.Address, "/api/maintenance/move")) { Content = new StringContent(Outage, Encoding.UTF8, "application/json"), Headers = { { "If-Match", "\"0\"" } } };
        using var refused = await http.SendAsync(stale, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);

        var (invalid, problem) = await world.AskAsync(HttpMethod.Put, "/api/maintenance/bad", """{"from":"now"}""");
        Assert.Equal((HttpStatusCode.BadRequest, 3), (invalid, problem!["errors"]!.AsObject().Count));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await world.AskAsync(HttpMethod.Put, "/api/maintenance/bad", Outage.Replace("shop-api", "api", StringComparison.Ordinal))).Status);
        Assert.Equal("There is no window of maintenance 'bad'.", (string?)(await world.GetAsync("/api/maintenance/bad"))["detail"]);
        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync(HttpMethod.Delete, "/api/maintenance/bad")).Status);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (
            (await world.AskAsync(HttpMethod.Put, "/api/maintenance/dry?dry_run=true", Outage)).Status, (await world.AskAsync(HttpMethod.Get, "/api/maintenance/dry")).Status));
        Assert.Equal("found \"open\"; allowed: active, planned, over", (string?)(await world.GetAsync("/api/maintenance?state=open"))["errors"]!["state"]![0]);
        Assert.Equal("found \"api\"; allowed: the id of a service, or project:target", (string?)(await world.GetAsync("/api/maintenance?of=api"))["errors"]!["of"]![0]);
    }

    /// <summary>Two hours, of which the second quarter is an outage of one service.</summary>
    private static async Task PassWithOutageAsync(World world)
    {
        await world.PassAsync(TimeSpan.FromMinutes(40));
        world.Sites.Answer("http://api.test/health", FakeAnswer.Refused);
        await world.PassAsync(TimeSpan.FromMinutes(30));
        world.Sites.Answer("http://api.test/health", FakeAnswer.Ok());
        await world.PassAsync(TimeSpan.FromMinutes(55));
        await world.WrittenAsync();
    }

    private static Task<JsonNode> UptimeAsync(World world, string path, string more = "", string to = "2026-11-05T12:00:00Z") =>
        world.GetAsync($"{path}?from=2026-11-05T10:00:00Z&to={to}{more}");

    private static (double Percent, double Maintenance, double Down, double Up) Told(JsonNode uptime) => (
        (double)uptime["uptime_percent"]!, (double)uptime["maintenance_seconds"]!, (double)uptime["down_seconds"]!,
        // What was unknown before the first check is taken for what came then.
        Math.Round(((double)uptime["up_seconds"]! + (double)uptime["unknown_seconds"]!) / 10) * 10);
}
