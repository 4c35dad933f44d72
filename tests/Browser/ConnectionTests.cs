using Hale.Browser.Tests.Stage;
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

    [Theory]
    [InlineData("/graph/of/nothing")]
    [InlineData("/deployments")]
    public async Task Path_NotKnown_IsADesignedPage(string path)
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, path);
        await Expect(visit.Page.GetByText("There is no such page")).ToBeVisibleAsync();
    }
}
