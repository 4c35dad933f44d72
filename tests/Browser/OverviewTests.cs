using Hale.Browser.Tests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class OverviewTests(Chrome chrome)
{
    // From the hub's answer that it knows to the screen: a second, as UI.md promises.
    private const float WithinASecond = 1_000;

    [Fact]
    public async Task Overview_ServiceBreaksAndRecovers_ShowsItWithinASecond()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Heading).ToContainTextAsync("All 5 services are up");

        await hub.BreakAsync("shop-redis");
        await Expect(visit.Tile("shop-redis")).ToHaveAttributeAsync("data-status", "down", new() { Timeout = WithinASecond });
        await Expect(visit.Heading).ToContainTextAsync("1 of 5 services is down", new() { Timeout = WithinASecond });

        await hub.MendAsync("shop-redis");
        await Expect(visit.Tile("shop-redis")).ToHaveAttributeAsync("data-status", "up", new() { Timeout = WithinASecond });
        await Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Listitem).Filter(new() { HasText = "shop-redis" }).First).ToBeVisibleAsync();
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
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Watch" }).ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("main-shop-test");
        await Expect(visit.Heading.Locator("[data-status=up]")).ToBeVisibleAsync();
    }
}
