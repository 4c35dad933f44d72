using System.Net;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>What was seen, taken away over the API: each format holds each result of the window once.</summary>
public sealed class ExportJourneys
{
    private const string Shop = """
        defaults: { interval: 10s }
        projects:
          shop:
            targets: { production: { url: "http://shop.test", process_name: shopd } }
            services:
              api: { check: "http://api.test/health" }
              idle: { check: "http://idle.test/", paused: true }
        """;

    private static readonly string[] Fields = ["deployment", "timestamp", "success", "status", "response_time_ms", "failure", "message"];

    [Fact]
    public async Task Json_HasEachWithItsResults()
    {
        await using var world = await BrokenAsync();

        var text = await world.TextAsync("/api/export");

        var document = JsonNode.Parse(text)!;
        Assert.Equal(("hub-test", 1, Seconds(world)), ((string)document["hub_id"]!, (int)document["version"]!, (decimal)document["timestamp"]!));
        var all = document["monitored_deployments"]!.AsObject();
        Assert.Equal(["shop-api", "shop-idle", "shop:production"], all.Select(each => each.Key));
        var (api, idle, production) = (all["shop-api"]!, all["shop-idle"]!, all["shop:production"]!);
        Assert.Equal(("http://api.test/health", 10), ((string)api["health_check_url"]!, (int)api["check_interval"]!));
        Assert.Equal(("http://shop.test/health", "shopd"), ((string)production["health_check_url"]!, (string)production["process_name"]!));
        Assert.Empty(idle["health_history"]!.AsArray());
        Assert.Empty(api["alert_history"]!.AsArray());
        var history = api["health_history"]!.AsArray();
        Assert.Equal("""{"success":true,"status":"healthy","response_time_ms":0""", history[0]!.ToJsonString()[..55]);
        Assert.Equal((false, "refused"), ((bool)history[^1]!["success"]!, (string)history[^1]!["failure"]!));
        Assert.Equal(history.Select(each => (decimal)each!["timestamp"]!).Order(), history.Select(each => (decimal)each!["timestamp"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&service=shop-api")]
    [InlineData("&service=shop:production")]
    [InlineData("&from=30s")]
    [InlineData("&from=50s&to=20s")]
    public async Task Formats_OfOneWindow_HoldTheSame(string query)
    {
        await using var world = await BrokenAsync();

        var json = JsonNode.Parse(await world.TextAsync("/api/export?format=json" + query))!["monitored_deployments"]!.AsObject()
            .SelectMany(each => each.Value!["health_history"]!.AsArray().Select(result => Row(each.Key, result!)));
        var lines = (await world.TextAsync("/api/export?format=ndjson" + query)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).Select(result => Row((string)result["deployment"]!, result));
        var rows = (await world.TextAsync("/api/export?format=csv" + query)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(json);
        Assert.Equal(json, lines);
        Assert.Equal(string.Join(',', Fields), rows[0]);
        Assert.Equal(json, rows.Skip(1));
    }

    [Theory]
    [InlineData("?format=xml", HttpStatusCode.BadRequest, "format: found \"xml\"; allowed: json, ndjson, csv")]
    [InlineData("?from=yesterday", HttpStatusCode.BadRequest, "from: found \"yesterday\"; allowed: a time")]
    [InlineData("?from=1h&to=2h", HttpStatusCode.BadRequest, "from: must be before to")]
    [InlineData("?service=nobody", HttpStatusCode.NotFound, "There is no service 'nobody'.")]
    public async Task Query_ThatCannotBe_IsRefusedWithTheReason(string query, HttpStatusCode status, string detail)
    {
        await using var world = await World.StartAsync(Shop);

        var (answered, problem) = await world.AskAsync(HttpMethod.Get, "/api/export" + query);

        Assert.Equal(status, answered);
        Assert.StartsWith(detail, (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    private static async Task<World> BrokenAsync()
    {
        var world = await World.StartAsync(Shop);
        await world.PassAsync(60);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Refused);
        await world.PassAsync(40);
        return world;
    }

    private static decimal Seconds(World world) => world.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000m;

    /// <summary>A result as CSV has it.</summary>
    private static string Row(string key, JsonNode result) => string.Join(',', Fields.Select(field => field == "deployment" ? key : Csv(result[field]?.ToString())));

    private static string Csv(string? text) => text is not null && text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text ?? "";
}
