using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class OverviewTests(Chrome chrome)
{
    // From the hub's answer that it knows to the screen: a second, as UI.md promises.
    [Fact]
    public async Task Overview_ServiceBreaksAndRecovers_ShowsItWithinASecond()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/", prepare: PageTime.TakeTimeAsync);
        await Expect(visit.Heading).ToContainTextAsync("All 5 services are up");

        await visit.Page.ASecondAfterAsync(() => hub.BreakAsync("shop-redis"), "shop-redis");
        await Expect(visit.Tile("shop-redis")).ToHaveAttributeAsync("data-status", "down");
        await Expect(visit.Heading).ToContainTextAsync("1 of 5 services is down");

        await visit.Page.ASecondAfterAsync(() => hub.MendAsync("shop-redis"), "shop-redis");
        await Expect(visit.Tile("shop-redis")).ToHaveAttributeAsync("data-status", "up");
        await Expect(visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "shop-redis" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Overview_DependencyIsDown_NamesTheCause()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Heading).ToContainTextAsync("All 5 services are up");
        await hub.BreakAsync("shop-postgres");
        await hub.BreakAsync("shop-api");
        await Expect(visit.Heading).ToHaveTextAsync("2 of 5 services are down. The cause is shop-postgres.");
        await visit.Heading.GetByText("shop-postgres").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(hub.Address, "/services/shop-postgres").ToString());
    }

    [Fact]
    public async Task Overview_TargetIsDown_SaysSoFirst()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Heading).ToHaveTextAsync("All 5 services are up.");
        var targets = visit.Page.Locator("[data-targets=shop]");
        await Expect(targets).ToContainTextAsync("production healthy");

        hub.Sites.Break(RunningHub.Url("shop-production"));
        await hub.CheckTargetAsync("shop", "production");
        await Expect(visit.Heading).ToHaveTextAsync("The target shop:production is down. All 5 services are up.");
        await Expect(visit.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("connection refused at 10.0.3.12:5432", new() { IgnoreCase = true });
        await Expect(targets).ToContainTextAsync("production down");
        await Expect(visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByTitle("1 target down")).ToBeVisibleAsync();

        await hub.BreakAsync("shop-redis");
        await Expect(visit.Heading).ToHaveTextAsync("1 of 5 services is down. It is shop-redis. The target shop:production is down.");
        await visit.Heading.GetByText("shop:production").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(hub.Address, "/projects/shop").ToString());
        await Expect(visit.Page.Locator("h1 + [data-status]")).ToHaveTextAsync("unhealthy");
    }

    [Fact]
    public async Task Overview_TargetsAlone_AreShown()
    {
        await using var hub = await RunningHub.StartAsync("projects: { pay: { targets: { production: 'http://pay-production.test/health', staging: 'http://pay-staging.test/health' } } }");
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Heading).ToHaveTextAsync("All 2 targets are healthy.");
        hub.Sites.Break(RunningHub.Url("pay-staging"));
        await hub.CheckTargetAsync("pay", "staging");
        await Expect(visit.Heading).ToHaveTextAsync("The target pay:staging is down.");
        foreach (var layout in (string[])["dense", "wall"])
        {
            await visit.Page.GotoAsync($"/?layout={layout}");
            await Expect(visit.Page.GetByText("staging down")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Overview_FileIsBroken_SaysSoAndWhere()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/");
        await hub.DeclareAsync(Fleets.Broken);
        await visit.Page.GetByText("What is wrong").ClickAsync(new() { Timeout = 15_000 });
        await Expect(visit.Page.GetByText("hale.yaml:1:13")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Overview_EmptyHub_ShowsWaysToBeginAndWatchesAPastedAddress()
    {
        await using var hub = await RunningHub.StartAsync("");
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Heading).ToHaveTextAsync("Nothing is watched yet.");
        await visit.Page.GetByLabel("Address").FillAsync("http://shop.test/health");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Watch" }).ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("main-shop-test");
        await Expect(visit.Heading.Locator("[data-status=up]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Fleet_OfThousands_IsDrawnOnOneSurfaceAsEachTileIs()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Many(1_300));
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Tile("team-3-redis")).ToHaveAttributeAsync("data-status", "up");
        await SeesAsync("team-3-redis", "--up-tile");

        await hub.BreakAsync("team-3-redis");
        await SeesAsync("team-3-redis", "--down-fill");
        await SeesAsync("team-3-postgres", "--up-tile");
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await SeesAsync("team-3-postgres", "--up-tile");
        await hub.MendAsync("team-3-redis");
        await SeesAsync("team-3-redis", "--up-tile");

        // A pixel in the middle of the tile, of what lies beneath it.
        Task SeesAsync(string id, string colour) => visit.Page.WaitForFunctionAsync(
            """
            ([id, name]) => {
              const tile = document.querySelector(`[data-tile="${id}"]`);
              const surface = tile.closest('[role=group]').previousElementSibling;
              const [at, from] = [tile.getBoundingClientRect(), surface.getBoundingClientRect()];
              const place = (edge, side, origin) => Math.round((edge + side / 2 - origin) * devicePixelRatio);
              const pixel = surface.getContext('2d').getImageData(place(at.left, at.width, from.left), place(at.top, at.height, from.top), 1, 1).data;
              const seen = `#${[...pixel].slice(0, 3).map((part) => part.toString(16).padStart(2, '0')).join('')}`;
              return pixel[3] === 255 && seen === getComputedStyle(surface).getPropertyValue(name).trim();
            }
            """,
            new[] { id, colour });
    }

    [Fact]
    public async Task Layout_Dense_TellsMoreOfAProjectWhenItIsOpenedAndIsRemembered()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await hub.BreakAsync("shop-postgres");
        await using var visit = await chrome.OpenAsync(hub, "/");
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "Layout" }).GetByRole(AriaRole.Button, new() { NameRegex = new("^Dense") }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(hub.Address, "/?layout=dense").ToString());
        var shop = visit.Page.Locator("[data-outline=shop]");
        await Expect(shop).ToContainTextAsync("1 down");
        await Expect(shop.GetByRole(AriaRole.Link)).ToHaveCountAsync(0);
        await shop.Locator("summary").ClickAsync();
        await Expect(shop.GetByRole(AriaRole.Link)).ToHaveTextAsync(["postgres", "api", "redis", "web", "worker"]);
        await Expect(shop).ToContainTextAsync("connection refused at 10.0.3.12:5432");
        await visit.Page.GotoAsync("/");
        await Expect(shop).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Layout_Wall_HasNothingAroundItAndIsLeftWithEscape()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/?layout=wall", new Look(Dark: true, Width: 1920, Height: 1080), PageTime.TakeTimeAsync);
        await Expect(visit.Heading).ToContainTextAsync("All 5 services are up");
        await Expect(visit.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        await visit.Page.ASecondAfterAsync(() => hub.BreakAsync("shop-redis"), "shop-redis");
        await Expect(visit.Tile("shop-redis")).ToHaveAttributeAsync("data-status", "down");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(hub.Address, "/?layout=team").ToString());
    }
}
