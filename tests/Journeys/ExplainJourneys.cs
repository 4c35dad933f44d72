using System.Net;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>Somebody at three in the morning asks why.</summary>
public sealed class ExplainJourneys
{
    private const string Shop = """
        defaults: { interval: 10s, retries: 0 }
        projects:
          shop:
            services:
              postgres: { check: "http://postgres.test/" }
              api: { check: "http://api.test/health", depends_on: [postgres] }
        """;

    [Fact]
    public async Task Service_BrokenByAnEdit_SaysWhatWasEditedAndWhere()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(30);
        await File.WriteAllTextAsync(world.File, Shop.Replace("http://postgres.test/", "http://postgres.test/wrong", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await world.AskAsync(HttpMethod.Post, "/-/reload");
        world.Sites.Answer("http://postgres.test/wrong", FakeAnswer.Status(404));
        world.Sites.Answer("http://api.test/health", FakeAnswer.Status(503));
        await world.PassAsync(30);
        await world.WrittenAsync();

        var told = await world.GetAsync("/api/services/shop-api/explain");

        Assert.Equal("down", (string?)told["status"]);
        Assert.Equal(["shop-api", "shop-postgres"], told["cause_path"]!.AsArray().Select(each => (string?)each));
        var change = Assert.Single(told["changes"]!.AsArray())!;
        Assert.Equal(("shop-postgres", "file", "hale.yaml:5"), ((string?)change["service_id"], (string?)change["managed_by"], (string?)change["declared_at"]));
        Assert.Equal("""{"field":"check.url","before":"http://postgres.test/","after":"http://postgres.test/wrong","secret":false}""", change["fields"]![0]!.ToJsonString());
        Assert.Contains("that of shop-postgres", Sentences(told), StringComparison.Ordinal);
        Assert.Contains("The cause is shop-postgres, which is down: shop-api → shop-postgres.", Sentences(told), StringComparison.Ordinal);
        Assert.Equal(("http_status", false), ((string?)told["evidence"]![0]!["failure"], (bool)told["notified"]!["anybody"]!));
    }

    [Fact]
    public async Task File_EditedWhileNoHubRuns_IsKnownToHaveChanged()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(30);
        await world.StopHubAsync();
        await File.WriteAllTextAsync(world.File, Shop.Replace("http://api.test/health", "http://api.test/ready", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await world.StartHubAsync();

        var changes = (await world.GetAsync("/api/services/shop-api/changes"))["items"]!.AsArray();

        Assert.Equal("http://api.test/ready", (string?)Assert.Single(changes)!["fields"]![0]!["after"]);
        Assert.Empty((await world.GetAsync("/api/services/shop-postgres/changes"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Changes_AreReadByPages()
    {
        await using var world = await World.StartAsync();
        for (var i = 0; i < 4; i++)
            await world.AskAsync(HttpMethod.Put, "/api/services/a-b", $$"""{"project":"a","check":"http://b.test/{{i}}"}""");

        var first = await world.GetAsync("/api/services/a-b/changes?limit=2");
        var second = await world.GetAsync($"/api/services/a-b/changes?limit=2&cursor={first["next_cursor"]}");

        Assert.Equal(["http://b.test/3", "http://b.test/2"], first["items"]!.AsArray().Select(each => (string?)each!["fields"]![0]!["after"]));
        Assert.Equal(["http://b.test/1"], second["items"]!.AsArray().Select(each => (string?)each!["fields"]![0]!["after"]));
        Assert.Null(second["next_cursor"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.AskAsync(HttpMethod.Get, "/api/services/a-b/changes?cursor=x")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync(HttpMethod.Get, "/api/services/a-c/changes")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync(HttpMethod.Get, "/api/services/a-c/explain")).Status);
    }

    [Fact]
    public async Task Days_AreAsManyAsAskedFor_AndTodayIsTheLast()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(60);
        await world.WrittenAsync();

        var days = (await world.GetAsync("/api/services/shop-api/uptime/days?days=3"))["days"]!.AsArray();

        Assert.Equal(3, days.Count);
        Assert.Null(days[0]!["uptime_percent"]);
        Assert.Equal(($"{world.Time.GetUtcNow():yyyy-MM-dd}", 100d), ((string?)days[2]!["date"], (double)days[2]!["uptime_percent"]!));
        Assert.Equal(90, (await world.GetAsync("/api/services/shop-api/uptime/days"))["days"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.AskAsync(HttpMethod.Get, "/api/services/shop-api/uptime/days?days=367")).Status);
    }

    [Fact]
    public async Task Strips_OfAList_TellTheWorstOfEachSlot()
    {
        await using var world = await World.StartAsync(Shop);
        var began = world.Time.GetUtcNow();
        await world.PassAsync(TimeSpan.FromMinutes(30));
        world.Sites.Answer("http://api.test/health", FakeAnswer.Status(404));
        await world.PassAsync(TimeSpan.FromMinutes(5));
        world.Sites.Answer("http://api.test/health", FakeAnswer.Ok());
        await world.PassAsync(TimeSpan.FromMinutes(10));
        await world.WrittenAsync();
        var window = $"from={began.AddMinutes(-20):yyyy-MM-ddTHH:mm:ssZ}&to={began.AddMinutes(40):yyyy-MM-ddTHH:mm:ssZ}";

        var told = await world.GetAsync($"/api/uptime?ids=shop-api,gone,shop-postgres,shop-api&{window}&slots=6");

        Assert.Equal((600d, 2), ((double)told["slot_seconds"]!, told["items"]!.AsArray().Count));
        var (api, postgres) = (told["items"]![0]!, told["items"]![1]!);
        Assert.Equal("shop-api unknown unknown up up up down", Told(api));
        Assert.InRange((double)api["down_seconds"]!, 290, 310);
        Assert.Equal((double)(await world.GetAsync($"/api/services/shop-api/uptime?{window}"))["uptime_percent"]!, (double)api["uptime_percent"]!, 2);
        Assert.Equal("shop-postgres unknown unknown up up up up", Told(postgres));

        static string Told(JsonNode item) => $"{item["service_id"]} {string.Join(' ', item["slots"]!.AsArray())}";
    }

    [Theory]
    [InlineData("")]
    [InlineData("?ids=,")]
    [InlineData("?ids=shop-api&slots=0")]
    [InlineData("?ids=shop-api&slots=367")]
    [InlineData("?ids=shop-api&window=never")]
    public async Task Strips_OfNothingOrTooMuch_AreRefused(string query)
    {
        await using var world = await World.StartAsync(Shop);

        Assert.Equal(HttpStatusCode.BadRequest, (await world.AskAsync(HttpMethod.Get, $"/api/uptime{query}")).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest, (await world.AskAsync(HttpMethod.Get, $"/api/uptime?ids={string.Join(',', Enumerable.Range(0, 101))}")).Status);
    }

    private static string Sentences(JsonNode told) => string.Join('\n', told["sentences"]!.AsArray().Select(each => (string?)each));
}
