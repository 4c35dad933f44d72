using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hale.Monitoring.Checks;
using Hale.Server.Access;
using Hale.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Journeys.Tests;

/// <summary>What the public sees of a hub, over HTTP as a stranger asks.</summary>
public sealed class PublicJourneys
{
    private const string Shop = """
        defaults: { interval: 10s, retries: 0 }
        projects:
          shop:
            name: "The <Shop>"
            services:
              api: { check: "http://api.test/health" }
              web: { check: "http://web.test/health" }
          inner:
            services:
              vault: { check: "http://vault.test/health" }
              queue: { check: "http://queue.test/health" }
        status_pages:
          public: { title: "Shop & <friends>", projects: [shop], services: [inner-queue], description: "How it goes" }
        """;

    private static readonly (string, string) Stranger = ("X-Forwarded-For", "203.0.113.9");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_OfAStranger_TellsHowItStandsAndNothingOfTheInside()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(60);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Fails(FailureKind.Refused));
        await world.PassAsync(30);
        await world.WrittenAsync();

        using var answer = await AskAsync(world, "/status-page/public", Stranger);
        var html = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("<h1>Shop &amp; &lt;friends&gt;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<strong>1 of 3 services is down.</strong>", html, StringComparison.Ordinal);
        Assert.Contains("The &lt;Shop&gt; / api has been down for", html, StringComparison.Ordinal);
        Assert.Contains("<h3>queue</h3>", html, StringComparison.Ordinal);
        Assert.Equal(3 * 90, html.Split("<li class=\"").Length - 1);
        foreach (var inside in (string[])["vault", "refused", ".test", "http", "<script", "style="])
            Assert.DoesNotContain(inside, html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Page_IsMadeOnceInAWhile_AndACacheNeedsNotFetchItAgain()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(30);
        using var first = await AskAsync(world, "/status-page/public", Stranger);
        var etag = first.Headers.ETag!.ToString();
        Assert.Equal((true, TimeSpan.FromSeconds(30)), (first.Headers.CacheControl!.Public, first.Headers.CacheControl.MaxAge));

        world.Sites.Answer("http://web.test/health", FakeAnswer.Refused);
        await world.AskWhilePassingAsync(HttpMethod.Post, "/api/services/shop-web/check");
        using var same = await AskAsync(world, "/status-page/public", Stranger, ("If-None-Match", $"\"x\", W/{etag}"));
        await world.PassAsync(10);
        using var later = await AskAsync(world, "/status-page/public", Stranger, ("If-None-Match", etag));

        Assert.Equal((HttpStatusCode.NotModified, etag), (same.StatusCode, same.Headers.ETag!.ToString()));
        Assert.Empty(await same.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.Contains("1 of 3 services is down", await later.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_TakenOutOfTheFile_IsGoneAtOnce()
    {
        await using var world = await World.StartAsync(Shop);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(world, "/status-page/public", Stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(world, "/badge/shop-api/status.svg", Stranger)).StatusCode);

        await File.WriteAllTextAsync(world.File, Shop[..Shop.IndexOf("status_pages", StringComparison.Ordinal)], Cancel);
        await world.AskAsync(HttpMethod.Post, "/-/reload");

        using var page = await AskAsync(world, "/status-page/public", Stranger);
        using var seen = await AskAsync(world, "/status-page/public", Stranger, ("Accept", "text/html"));
        using var feed = await AskAsync(world, "/status-page/public/feed.atom", Stranger);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (seen.StatusCode, seen.Content.Headers.ContentType!.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (feed.StatusCode, feed.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(world, "/badge/shop-api/status.svg", Stranger)).StatusCode);
    }

    [Fact]
    public async Task Feeds_OfAnOutage_KeepItsIdWhenItIsOver()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(60);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Refused);
        await world.PassAsync(30);
        await world.WrittenAsync();
        var during = await AtomAsync(world);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Ok());
        await world.PassAsync(30);
        await world.WrittenAsync();
        var after = await AtomAsync(world);
        using var rss = await AskAsync(world, "/status-page/public/feed.rss", Stranger, ("X-Forwarded-Host", "status.example"), ("X-Forwarded-Proto", "https"));

        Assert.Equal("The <Shop> / api is down", during.Title);
        Assert.Equal((during.Id, true), (after.Id, after.Title.StartsWith("The <Shop> / api was down for ", StringComparison.Ordinal)));
        var channel = XDocument.Parse(await rss.Content.ReadAsStringAsync(Cancel)).Root!.Element("channel")!;
        Assert.Equal(("application/rss+xml", "https://status.example/status-page/public"), (rss.Content.Headers.ContentType!.MediaType, channel.Element("link")!.Value));
        Assert.Equal(["X-Forwarded-Host", "X-Forwarded-Proto", "Accept-Encoding"], rss.Headers.Vary);
        Assert.Equal(during.Id, channel.Element("item")!.Element("guid")!.Value);
    }

    [Theory]
    [InlineData("/badge/shop-api/status.svg", "api: up")]
    [InlineData("/badge/shop-api/uptime.svg", "api: uptime of 24h 100 %")]
    [InlineData("/badge/shop-api/uptime.svg?window=90d", "api: uptime of 90d 100 %")]
    [InlineData("/badge/shop-api/latency.svg", "api: mean latency of 24h 40 ms")]
    [InlineData("/badge/inner_queue/status.svg", "queue: up")]
    [InlineData("/api/v1/endpoints/shop-api/health/badge.svg", "api: up")]
    [InlineData("/api/v1/endpoints/shop_api/health/badge.svg", "api: up")]
    [InlineData("/api/v1/endpoints/shop_api/uptimes/7d/badge.svg", "api: uptime of 7d 100 %")]
    [InlineData("/api/v1/endpoints/shop_api/response-times/1h/badge.svg", "api: mean latency of 1h 40 ms")]
    public async Task Badge_OfAPublicService_IsAPictureForEverybody(string path, string title)
    {
        await using var world = await World.StartAsync(Shop);
        world.Sites.Otherwise = FakeAnswer.Ok(TimeSpan.FromMilliseconds(40));
        await world.PassAsync(60);
        await world.WrittenAsync();

        using var answer = await AskAsync(world, path, Stranger);
        using var again = await AskAsync(world, path, Stranger, ("If-None-Match", answer.Headers.ETag!.ToString()));

        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(title, (string)XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).Root!.Attribute("aria-label")!);
        Assert.Equal((true, TimeSpan.FromSeconds(30)), (answer.Headers.CacheControl!.Public, answer.Headers.CacheControl.MaxAge));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("/badge/shop-api/status.json", "api", "up")]
    [InlineData("/badge/shop-api/uptime.json?window=7d", "uptime 7d", "100 %")]
    [InlineData("/badge/shop-api/latency.json", "latency 24h", "40 ms")]
    [InlineData("/api/v1/endpoints/shop_api/health/badge.shields", "health", "up")]
    public async Task Badge_AsJson_IsAnEndpointOfShields(string path, string label, string message)
    {
        await using var world = await World.StartAsync(Shop);
        world.Sites.Otherwise = FakeAnswer.Ok(TimeSpan.FromMilliseconds(40));
        await world.PassAsync(60);
        await world.WrittenAsync();

        using var answer = await AskAsync(world, path, Stranger);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;

        Assert.Equal((1, label, message, "brightgreen"), ((int)json["schemaVersion"]!, (string)json["label"]!, (string)json["message"]!, (string)json["color"]!));
    }

    [Fact]
    public async Task Badge_OfWhatIsOnNoPage_NeedsAToken()
    {
        await using var world = await World.StartAsync(Shop);
        var (_, token) = await world.Hub.Services.GetRequiredService<Tokens>().MakeAsync("v", Role.Viewer, Cancel);
        var bearer = ("Authorization", $"Bearer {token}");

        using var shown = await AskAsync(world, "/badge/inner-vault/status.svg", Stranger, bearer);

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(world, "/badge/inner-vault/status.svg", Stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(world, "/api/v1/endpoints/inner_vault/health/badge.svg", Stranger)).StatusCode);
        // Nobody learns from outside which services there are.
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(world, "/badge/nothing/status.svg", Stranger)).StatusCode);
        Assert.Equal((HttpStatusCode.OK, true), (shown.StatusCode, shown.Headers.CacheControl!.Private));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(world, "/badge/nothing/status.svg", Stranger, bearer)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(world, "/api/services", Stranger)).StatusCode);
    }

    [Theory]
    [InlineData("/badge/shop-api/uptime.svg?window=2h", "window", "found \"2h\"; allowed: 1h, 24h, 7d, 30d, 90d")]
    [InlineData("/api/v1/endpoints/shop_api/uptimes/90d/badge.svg", "duration", "found \"90d\"; allowed: 1h, 24h, 7d, 30d")]
    public async Task Badge_OfAnotherWindow_SaysWhichThereAre(string path, string field, string message)
    {
        await using var world = await World.StartAsync(Shop);

        var (status, body) = await world.AskAsync(HttpMethod.Get, path);

        Assert.Equal((HttpStatusCode.BadRequest, message), (status, (string)body!["errors"]![field]![0]!));
    }

    [Fact]
    public async Task Style_IsOfTheHubItself_AndKept()
    {
        await using var world = await World.StartAsync(Shop);
        var html = await world.TextAsync("/status-page/public");
        var address = html.Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];

        using var style = await AskAsync(world, address, Stranger);

        Assert.StartsWith("/status-page/style.css?v=", address, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "text/css", TimeSpan.FromDays(365)), (style.StatusCode, style.Content.Headers.ContentType!.MediaType, style.Headers.CacheControl!.MaxAge));
        Assert.Contains("default-src 'self'", style.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfManyServices_MergesDaysThatWereTheSame()
    {
        var yaml = string.Concat(Enumerable.Range(0, 150).Select(i => string.Create(CultureInfo.InvariantCulture, $"      s{i}: {{ check: \"http://s{i}.test/\" }}\n")));
        await using var world = await World.StartAsync($"projects:\n  many:\n    services:\n{yaml}status_pages: {{ all: {{ projects: [many] }} }}\n");
        await world.PassAsync(30);
        await world.WrittenAsync();

        var html = await world.TextAsync("/status-page/all");

        Assert.Contains("<strong>All services are up.</strong>", html, StringComparison.Ordinal);
        Assert.Equal(150 * 2, html.Split("<li class=\"").Length - 1);
        Assert.Contains("<li class=\"n s89\"><span>", html, StringComparison.Ordinal);
    }

    private static async Task<(string Id, string Title)> AtomAsync(World world)
    {
        using var answer = await AskAsync(world, "/status-page/public/feed.atom", Stranger);
        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var entry = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).Root!.Elements(atom + "entry").Single();
        return (entry.Element(atom + "id")!.Value, entry.Element(atom + "title")!.Value);
    }

    private static async Task<HttpResponseMessage> AskAsync(World world, string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Address, path));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, Cancel);
    }
}
