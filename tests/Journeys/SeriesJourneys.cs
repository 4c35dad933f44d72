using System.Net;
using System.Text.Json.Nodes;
using Hale.Client;
using Hale.Server.Series;
using Hale.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Journeys.Tests;

/// <summary>What checks measure, and what others send, can be asked for as long as it is kept.</summary>
public sealed class SeriesJourneys
{
    private const string Shop = """
        defaults: { interval: 10s }
        projects:
          shop:
            services:
              host: { check: "host://" }
              api: { check: "http://api.test/health" }
              cart: { check: { type: component }, interval: 1h }
        """;

    [Fact]
    public async Task Resources_OfAHost_AreToldThinnedAndExported_AlsoAfterAStart()
    {
        await using var world = await World.StartAsync(Shop);
        world.Machines.Script("host://", Enumerable.Range(0, 60).Select(i => Uses(i, 1_024 + i)));
        await world.PassAsync(595);
        await world.StopHubAsync();
        await world.StartHubAsync();

        var told = await world.GetAsync("/api/services/shop-host/resources?from=15m&points=15");

        Assert.Equal(60, (int)told["step_seconds"]!);
        var points = told["points"]!.AsArray();
        Assert.Equal((0d, 59d), (points.Min(point => (double)point!["cpu_percent"]!["min"]!), points.Max(point => (double)point!["cpu_percent"]!["max"]!)));
        var step = points[5]!;
        Assert.Equal((double)step["cpu_percent"]!["avg"]! + 1_024, (double)step["memory_mb"]!["avg"]!, 0.001);
        Assert.Equal((45.25, 2.5, 1.25), ((double)step["disk_percent"]!["avg"]!, (double)step["received_mbps"]!["max"]!, (double)step["sent_mbps"]!["min"]!));
        Assert.Null(step["memory_percent"]);
        Assert.Empty((await world.GetAsync("/api/services/shop-api/resources?from=1h"))["points"]!.AsArray());

        var exported = JsonNode.Parse(await world.TextAsync("/api/export"))!["monitored_deployments"]!;
        var first = exported["shop-host"]!["resource_history"]!.AsArray()[0]!;
        Assert.Equal(
            (0d, 1_024d, 45.25, 3.75),
            ((double)first["cpu_usage_percent"]!, (double)first["memory_usage_mb"]!, (double)first["disk_usage_percent"]!, (double)first["network_io_mbps"]!));
        Assert.Equal((double)exported["shop-host"]!["health_history"]![0]!["timestamp"]!, (double)first["timestamp"]!);
        Assert.InRange(exported["shop-host"]!["resource_history"]!.AsArray().Count, 60, 61);
        Assert.Empty(exported["shop-api"]!["resource_history"]!.AsArray());
    }

    [Fact]
    public async Task Checks_MakeSeries_ThatGoWithTheirService()
    {
        await using var world = await World.StartAsync(Shop);
        world.Machines.Answer("host://", Uses(50, 10));
        await world.PassAsync(15);
        await world.AskAsync(HttpMethod.Post, "/api/services/shop-cart/report", """{"status":"healthy","details":{"items":3,"note":"x"}}""");
        await world.PassAsync(2);

        var metrics = (await world.GetAsync("/api/metrics"))["items"]!.AsArray();

        Assert.Equal(
            [
                "hale_reported_value", "hale_resource_cpu_ratio", "hale_resource_disk_ratio", "hale_resource_memory_bytes",
                "hale_resource_network_receive_bytes_per_second", "hale_resource_network_transmit_bytes_per_second",
            ],
            metrics.Select(metric => (string)metric!["name"]!));
        Assert.Equal("""{"metric":"items","project":"shop","service":"shop-cart"}""", metrics[0]!["labels"]!.ToJsonString());
        Assert.Equal((3d, 0.5, 10 * 1_048_576d), ((double)metrics[0]!["value"]!, (double)metrics[1]!["value"]!, (double)metrics[3]!["value"]!));

        await System.IO.File.WriteAllTextAsync(world.File, "projects: { shop: { services: { cart: { check: { type: component } } } } }");
        await world.AskAsync(HttpMethod.Post, "/-/reload");
        await world.PassAsync(2);

        Assert.Equal(["hale_reported_value"], (await world.GetAsync("/api/metrics"))["items"]!.AsArray().Select(metric => (string)metric!["name"]!));
    }

    [Fact]
    public async Task Samples_ThatAreSent_AreDurableWhenAnswered()
    {
        await using var world = await World.StartAsync();
        const string Body = """
            {"samples":[
              {"name":"orders_total","labels":{"shop":"north","empty":""},"value":12.5},
              {"name":"orders_total","labels":{"shop":"south"},"value":"+Inf","at":"2026-11-05T09:59:00.250Z"},
              {"name":"temperature","value":"NaN"}]}
            """;

        var (status, _) = await SendAsync(world, Body);
        await world.StopHubAsync();
        await world.StartHubAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        var all = (await world.GetAsync("/api/metrics"))["items"]!.AsArray();
        Assert.Equal(["""{"shop":"north"}""", """{"shop":"south"}""", "{}"], all.Select(metric => metric!["labels"]!.ToJsonString()));
        Assert.Equal((12.5, "+Inf", "NaN"), ((double)all[0]!["value"]!, (string)all[1]!["word"]!, (string)all[2]!["word"]!));
        Assert.Equal("2026-11-05T09:59:00.250Z", (string)all[1]!["at"]!);
        Assert.Equal(["south"], await ShopsAsync("?name=orders_total&label=shop%3D~s.*"));
        Assert.Equal(["north"], await ShopsAsync("?name=orders_total&label=shop!%3Dsouth"));
        Assert.Equal([null], await ShopsAsync("?label=shop%3D"));
        var page = await world.GetAsync("/api/metrics?limit=2");
        Assert.Single((await world.GetAsync($"/api/metrics?limit=2&cursor={page["next_cursor"]}"))["items"]!.AsArray());

        async Task<IEnumerable<string?>> ShopsAsync(string query) =>
            (await world.GetAsync("/api/metrics" + query))["items"]!.AsArray().Select(metric => (string?)metric!["labels"]!["shop"]).ToArray();
    }

    [Theory]
    [InlineData("""{"samples":[{"name":"9lives","value":1}]}""", "samples[0]: found name \"9lives\"; allowed: letters, digits, _ and :")]
    [InlineData("""{"samples":[{"name":"hale_service_up","value":1}]}""", "samples[0].name: found name \"hale_service_up\"; allowed: any that does not begin with hale_")]
    [InlineData("""{"samples":[{"name":"a","value":true}]}""", "samples[0].value: ")]
    [InlineData("""{"samples":[{"name":"a","value":1,"at":"2027-01-01T00:00:00Z"}]}""", "samples[0].at: ")]
    [InlineData("""{"samples":[{"name":"a","value":1,"at":"yesterday"}]}""", "samples[0].at: ")]
    [InlineData("""{"samples":[{"name":"a","labels":{"b":7},"value":1}]}""", "samples[0].labels.b: ")]
    [InlineData("""{"samples":[{"name":"a","lable":{},"value":1}]}""", "samples[0].lable: ")]
    [InlineData("""{"samples":[{"name":"a"}]}""", "samples[0].value: ")]
    [InlineData("""{"samples":7}""", "samples: ")]
    [InlineData("{}", "samples: ")]
    public async Task Samples_AgainstTheRules_AreRefusedWithTheReason_AndNoneIsKept(string body, string detail)
    {
        await using var world = await World.StartAsync();

        var (status, problem) = await SendAsync(world, body.Replace("\"samples\":[", "\"samples\":[{\"name\":\"good\",\"value\":1},", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(detail.Replace("[0]", "[1]", StringComparison.Ordinal), (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Empty((await world.GetAsync("/api/metrics"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Client_SendsSamplesAndReadsThem()
    {
        await using var world = await World.StartAsync(Shop);
        using var hale = new HaleClient(world.Address);
        var sent = hale.SendMetricsAsync(new(
            [.. Enumerable.Range(0, 250).Select(i => new SampleDraft("orders_total", i, new Dictionary<string, string> { ["shop"] = $"{i:000}", ["side"] = i < 3 ? "north" : "south" }))]));
        await WrittenAsync(world, sent);
        await sent;

        var (all, north) = (new List<MetricView>(), new List<MetricView>());
        await foreach (var metric in hale.MetricsAsync("orders_total"))
            all.Add(metric);
        await foreach (var metric in hale.MetricsAsync(labels: ["side=~n.*", "shop!=001"]))
            north.Add(metric);

        Assert.Equal(Enumerable.Range(0, 250).Select(i => (double?)i), all.Select(metric => metric.Value));
        Assert.Equal(["000", "002"], north.Select(metric => metric.Labels["shop"]));
        Assert.Empty((await hale.ResourcesAsync("shop-host", from: "1h")).Points);
        Assert.Contains(
            "allowed: letters, digits, _", (await Assert.ThrowsAnyAsync<HaleException>(() => hale.SendMetricsAsync(new([new("9lives", 1)])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreSeriesThanMayBe_AreAConflictThatSaysHowMany()
    {
        await using var world = await World.StartAsync(settings: settings => settings with { MaxSeries = 2 });

        var (status, problem) = await SendAsync(world, """{"samples":[{"name":"a","value":1},{"name":"b","value":1},{"name":"c","value":1}]}""");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("There are 0 series; allowed: at most 2 (hub.max_series). None of these samples was kept.", (string)problem!["detail"]!);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(world, """{"samples":[{"name":"a","value":1},{"name":"b","value":1},{"name":"a","value":2}]}""")).Status);
    }

    [Theory]
    [InlineData("/api/services/nobody/resources", HttpStatusCode.NotFound, "There is no service 'nobody'.")]
    [InlineData("/api/services/shop-host/resources?points=0", HttpStatusCode.BadRequest, "points: found \"0\"; allowed: a whole number from 1 to 10000")]
    [InlineData("/api/services/shop-host/resources?from=soon", HttpStatusCode.BadRequest, "from: found \"soon\"; allowed: a time")]
    [InlineData("/api/metrics?label=shop", HttpStatusCode.BadRequest, "label: found \"shop\"; allowed: a name, one of = != =~ !~, and a value")]
    [InlineData("/api/metrics?label=shop%3D~(", HttpStatusCode.BadRequest, "label: found the pattern \"(\"; allowed: a regular expression")]
    public async Task Query_ThatCannotBe_IsRefusedWithTheReason(string path, HttpStatusCode status, string detail)
    {
        await using var world = await World.StartAsync(Shop);

        var (answered, problem) = await world.AskAsync(HttpMethod.Get, path);

        Assert.Equal(status, answered);
        Assert.StartsWith(detail, (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    private static FakeAnswer Uses(double cpu, double memory) => FakeAnswer.Ok() with
    {
        Details = new Dictionary<string, object?>
        {
            ["cpu_percent"] = cpu,
            ["memory_mb"] = memory,
            ["disk"] = "/",
            ["disk_percent"] = 45.25,
            ["received_mbps"] = 2.5,
            ["sent_mbps"] = 1.25,
        },
    };

    /// <summary>Samples are answered for when they are written, which takes simulated time.</summary>
    private static async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(World world, string body)
    {
        var answer = world.AskAsync(HttpMethod.Post, "/api/metrics", body);
        await WrittenAsync(world, answer);
        return await answer;
    }

    private static async Task WrittenAsync(World world, Task answer)
    {
        var book = world.Hub.Services.GetRequiredService<SeriesBook>();
        while (!answer.IsCompleted)
        {
            await world.Time.QuietAsync(() => answer.IsCompleted || book.Settled, "samples that wait to be written");
            await world.PassAsync(1);
        }
    }
}
