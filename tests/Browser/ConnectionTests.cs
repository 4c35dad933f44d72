using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class ConnectionTests(Chrome chrome)
{
    [Fact]
    public async Task Connection_HubEndsAndComesBack_SaysSinceWhenAndCatchesUp()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Heading).ToContainTextAsync("All 5 services are up");

        await hub.StopAsync();
        await Expect(visit.Page.GetByText("The connection to the hub is lost.")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("What you see is of")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("main.stale")).ToBeVisibleAsync();

        await hub.StartAsync();
        await hub.BreakAsync("shop-redis");
        await Expect(visit.Page.Locator("main.stale")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect(visit.Tile("shop-redis")).ToHaveAttributeAsync("data-status", "down");
        await Expect(visit.Page.GetByText("The connection to the hub is lost.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Connection_LostAndBack_AsksOnlyForWhatItMissed()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        var (streams, away) = (new ConcurrentQueue<Carried>(), false);
        await using var visit = await chrome.OpenAsync(hub, "/", prepare: async page =>
        {
            await page.Clock.InstallAsync();
            await page.RouteWebSocketAsync(new Regex("/ws/health"), route =>
            {
                if (Volatile.Read(ref away))
                    _ = route.CloseAsync();
                else
                    streams.Enqueue(new(route));
            });
        });
        await Expect(visit.Heading).ToContainTextAsync("All 5 services are up");
        var first = Assert.Single(streams);
        Assert.StartsWith("{\"type\":\"snapshot\"", first.Frames.First(), StringComparison.Ordinal);

        Volatile.Write(ref away, true);
        await first.Route.CloseAsync();
        await Expect(visit.Page.Locator("main.stale")).ToBeVisibleAsync();
        // The page would ask otherwise once it had tried for a while: its time stands still until somebody answers again.
        await visit.Page.HoldTimeAsync();
        await hub.BreakAsync("shop-redis");
        await hub.BreakAsync("shop-worker");
        await hub.MendAsync("shop-worker");
        Volatile.Write(ref away, false);
        await visit.Page.Clock.ResumeAsync();

        await Expect(visit.Tile("shop-redis")).ToHaveAttributeAsync("data-status", "down");
        // What came and went while nobody listened is in the feed, too.
        var worker = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "shop-worker" });
        await Expect(worker.Filter(new() { Has = visit.Page.Locator("[data-status=down]") })).ToHaveCountAsync(1);
        var second = streams.Last();
        Assert.Matches("since=[0-9]+", second.Route.Url);
        Assert.DoesNotContain(second.Frames, frame => frame.Contains("\"snapshot\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 5)]
    public async Task Stream_DoesNotGetThrough_ThePageAsksEverySoOften(bool deploying, int seconds)
    {
        var patient = Fleets.Shop.Replace("retries: 0 }", "retries: 0, targets: { timeout: 10m } }", StringComparison.Ordinal);
        await using var hub = await RunningHub.StartAsync(patient, sites =>
        {
            if (deploying)
                sites.Silence("http://shop-production.test/health");
        });
        var asked = 0;
        await using var visit = await chrome.OpenAsync(hub, "/", prepare: async page =>
        {
            await page.RouteWebSocketAsync(new Regex("/ws/health"), route => _ = route.CloseAsync());
            await page.Clock.InstallAsync();
            page.Request += (_, request) => asked += new Uri(request.Url).AbsolutePath == "/api/services" ? 1 : 0;
        });
        var banner = visit.Page.GetByText($"Refreshed every {seconds} s");
        for (var turn = 0; turn < 60 && !await banner.IsVisibleAsync(); turn++)
            await visit.Page.Clock.RunForAsync(1_000);
        await Expect(banner).ToBeVisibleAsync();
        await Expect(visit.Tile("shop-redis")).ToBeVisibleAsync();

        await hub.BreakAsync("shop-redis");
        // The page's time goes on by itself too, and on a busy machine for longer.
        var from = await NowAsync();
        var before = asked;
        await visit.Page.RunAndWaitForRequestAsync(() => visit.Page.Clock.RunForAsync(seconds * 1_000), request => new Uri(request.Url).AbsolutePath == "/api/services");
        Assert.InRange(asked - before, 1, (int)((await NowAsync() - from) / seconds / 1_000) + 1);
        await Expect(visit.Tile("shop-redis")).ToHaveAttributeAsync("data-status", "down");

        Task<double> NowAsync() => visit.Page.EvaluateAsync<double>("() => Date.now()");
    }

    [Theory]
    [InlineData("/graph/of/nothing")]
    [InlineData("/deployments")]
    public async Task Path_NotKnown_IsADesignedPage(string path)
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, path);
        await Expect(visit.Page.GetByText("There is no such page")).ToBeVisibleAsync();
    }

    /// <summary>A stream as it passes, with what the hub said in it.</summary>
    private sealed class Carried
    {
        public Carried(IWebSocketRoute route)
        {
            Route = route;
            var hub = route.ConnectToServer();
            hub.OnMessage(frame =>
            {
                Frames.Enqueue(frame.Text!);
                route.Send(frame.Text!);
            });
        }

        public IWebSocketRoute Route { get; }

        public ConcurrentQueue<string> Frames { get; } = new();
    }
}
