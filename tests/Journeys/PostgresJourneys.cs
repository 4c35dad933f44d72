using System.Net;
using Hale.Server;
using Hale.Server.History;
using Hale.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Journeys.Tests;

/// <summary>A whole hub that keeps its data in PostgreSQL, and what becomes of it when that is away.</summary>
public sealed class PostgresJourneys : IAsyncLifetime
{
    private const string Shop = """
        projects:
          shop:
            services:
              api: { check: "http://api.test/health", interval: 10s }
              web: { check: "http://web.test/health", interval: 10s, depends_on: [api] }
        """;

    private PostgresServer _server = null!;
    private string _url = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _url = await _server.DatabaseAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Hub_StartedAgain_IsTheOneItWas()
    {
        await using var world = await WatchAsync();
        await world.AskAsync(HttpMethod.Put, "/api/services/shop-db", """{"project":"shop","name":"db","check":"http://db.test/"}""");
        await world.PassAsync(100);
        world.Sites.Answer("http://web.test/health", FakeAnswer.Refused);
        await world.PassAsync(60);
        await world.WrittenAsync();
        var (services, events) = (await IdsAsync(world), await EventsAsync(world, "shop-web"));

        await world.StopHubAsync();
        await world.StartHubAsync();

        Assert.Equal(["shop-api", "shop-db", "shop-web"], services);
        Assert.Equal(services, await IdsAsync(world));
        Assert.Equal(["up>down", "unknown>up"], events);
        Assert.Equal(events, await EventsAsync(world, "shop-web"));
        Assert.Equal("down", (string?)(await world.GetAsync("/api/services/shop-web"))["health"]!["status"]);
        Assert.False(File.Exists(world.Data("hale.db")));
    }

    [Fact]
    public async Task Database_GoneWhileResultsArrive_IsCaughtUpWithWhenItIsBack()
    {
        await using var world = await WatchAsync();
        await world.PassAsync(100);
        await world.WrittenAsync();
        var history = world.Hub.Services.GetRequiredService<History>();

        // At once, as a crash of the server is.
        await _server.EndAsync("QUIT");
        world.Sites.Answer("http://web.test/health", FakeAnswer.Refused);
        await world.PassAsync(300);
        var refused = await world.AskAsync(HttpMethod.Put, "/api/services/shop-db", """{"project":"shop","name":"db","check":"http://db.test/"}""");
        var asked = await world.AskAsync(HttpMethod.Get, "/api/services/shop-web/events");
        var seen = await world.GetAsync("/api/services/shop-web");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (refused.Status, asked.Status));
        Assert.Contains("the database doesn't answer", (string?)refused.Body!["detail"], StringComparison.Ordinal);
        Assert.Equal("down", (string?)seen["health"]!["status"]);
        Assert.NotNull(history.Failing);

        await _server.StartAgainAsync();
        await world.WrittenAsync();

        Assert.Null(history.Failing);
        Assert.Equal(0, history.Lost);
        Assert.Equal(["up>down", "unknown>up"], await EventsAsync(world, "shop-web"));
        // Of the service that stayed up every check is there.
        var checks = (await world.GetAsync("/api/services/shop-api/history?from=1h&points=1"))["points"]!.AsArray().Sum(point => (int)point!["checks"]!);
        Assert.Equal(world.Sites.TimesOf("http://api.test/health").Count, checks);
        Assert.Equal(HttpStatusCode.Created, (await world.AskAsync(HttpMethod.Put, "/api/services/shop-db", """{"project":"shop","name":"db","check":"http://db.test/"}""")).Status);
        await world.StopHubAsync();
        await world.StartHubAsync();
        Assert.Equal(["shop-api", "shop-db", "shop-web"], await IdsAsync(world));
    }

    [Fact]
    public async Task Hub_SecondOnTheSameDatabase_EndsAtOnceAndSaysWhoseItIs()
    {
        await using var world = await WatchAsync();
        using var folder = new TempFolder();

        var refusal = await Assert.ThrowsAsync<HubStartException>(() => Hub.StartAsync(
            new() { Urls = "http://127.0.0.1:0", Data = folder["data"], Config = folder["hale.yaml"], Postgres = _url, LogLevels = "Hale=none" }, cancel: Cancel));

        Assert.Equal(1, refusal.ExitCode);
        Assert.Contains($"belongs to the running hub at http://127.0.0.1:0 (process {Environment.ProcessId} on ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_WhoseDatabaseAnotherHubTook_SaysSoAndEnds()
    {
        await using var world = await WatchAsync();
        using var folder = new TempFolder();
        await _server.SqlAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
        await using var other = await Hub.StartAsync(
            new() { Urls = "http://127.0.0.1:0", Data = folder["data"], Config = folder["hale.yaml"], Postgres = _url, LogLevels = "Hale=none" }, cancel: Cancel);

        var why = await Assert.ThrowsAsync<HubEndException>(() => world.PassUntilAsync(world.Hub.WaitAsync(Cancel)));
        Assert.Contains("belongs to the running hub at http://127.0.0.1:0", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HubProcess_KilledWhileItWrites_GoesOn()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        using var folder = new TempFolder();
        var random = new Random(Environment.TickCount & 0xFFFF);
        var writers = new Writers(site.Url(), random);
        for (var round = 0; round < 8; round++)
        {
            await using var hub = await HubProcess.StartAsync(folder.Path, Cancel, "env", $"HALE_POSTGRES={_url}");
            await writers.VerifyAsync(hub.Client, Cancel);
            var (enough, done) = writers.Run(hub.Client, 4, 1 + random.Next(60));
            await Task.WhenAny(enough, done);
            await hub.KillAsync();
            await done;
        }

        await using var last = await HubProcess.StartAsync(folder.Path, Cancel, "env", $"HALE_POSTGRES={_url}");
        await writers.VerifyAsync(last.Client, Cancel);
        Assert.Equal(0, await last.StopAsync(Cancel));
    }

    private Task<World> WatchAsync() => World.StartAsync(Shop, settings => settings with { Postgres = _url });

    private static async Task<IEnumerable<string?>> IdsAsync(World world) => (await world.GetAsync("/api/services"))["items"]!.AsArray().Select(each => (string?)each!["id"]).ToArray();

    private static async Task<IEnumerable<string>> EventsAsync(World world, string service) =>
        (await world.GetAsync($"/api/services/{service}/events"))["items"]!.AsArray().Select(each => $"{each!["from"]}>{each["to"]}").ToArray();
}
