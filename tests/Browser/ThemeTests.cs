using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class ThemeTests(Chrome chrome)
{
    private const string Background = "() => getComputedStyle(document.body).backgroundColor";

    [Theory]
    [InlineData(false, "rgb(250, 250, 250)")]
    [InlineData(true, "rgb(12, 12, 14)")]
    public async Task Theme_OfTheSystem_IsFollowed(bool dark, string background)
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/", new Look(Dark: dark));
        await Expect(visit.Heading).ToBeVisibleAsync();
        Assert.Equal(background, await visit.Page.EvaluateAsync<string>(Background));
    }

    [Fact]
    public async Task Theme_Chosen_IsKeptOverAReload()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/settings");
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "dark" }).CheckAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Radio, new() { Name = "dark" })).ToBeCheckedAsync();
        Assert.Equal("rgb(12, 12, 14)", await visit.Page.EvaluateAsync<string>(Background));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/services")]
    [InlineData("/services/shop-api")]
    [InlineData("/services/shop-api?tab=definition")]
    [InlineData("/services/shop-api?tab=results")]
    [InlineData("/services/shop-nothing")]
    [InlineData("/graph")]
    [InlineData("/graph?focus=shop-postgres")]
    [InlineData("/projects")]
    [InlineData("/projects/shop")]
    [InlineData("/settings")]
    public async Task Page_OnANarrowScreen_NeedsNoSidewaysScrolling(string path)
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, path, new Look(Width: 360, Height: 740));
        await Expect(visit.Heading).ToBeVisibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
    }
}
