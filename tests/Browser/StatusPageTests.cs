using System.Text.Json;
using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

/// <summary>The public page as visitors see it; each visit fails, too, on a fault of the console, such as a style that the policy forbids.</summary>
public sealed class StatusPageTests(Chrome chrome)
{
    private const string Page = Fleets.Shop + "\nstatus_pages: { public: { title: Shop, description: How it goes, projects: [shop] } }\n";

    [Theory]
    [InlineData(false, 1440, "rgb(250, 250, 250)")]
    [InlineData(true, 1440, "rgb(12, 12, 14)")]
    [InlineData(false, 360, "rgb(250, 250, 250)")]
    [InlineData(true, 360, "rgb(12, 12, 14)")]
    public async Task Page_InEachThemeAndWidth_IsStyledFitsAndHasNoFinding(bool dark, int width, string background)
    {
        await using var hub = await RunningHub.StartAsync(Page);
        await hub.BreakAsync("shop-postgres");
        await using var visit = await chrome.OpenAsync(hub, "/status-page/public", new Look(dark, width));

        await Expect(visit.Heading).ToHaveTextAsync("Shop");
        await Expect(visit.Page.Locator(".overall")).ToHaveTextAsync("1 of 5 services is down.");
        Assert.Equal(background, await visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("() => Math.max(innerWidth, document.documentElement.scrollWidth)"));
        await visit.Page.EvaluateAsync(await File.ReadAllTextAsync(Repository.At("web/node_modules/axe-core/axe.min.js"), TestContext.Current.CancellationToken));
        var findings = await visit.Page.EvaluateAsync<JsonElement>(AccessibilityTests.Audit);
        Assert.Empty(findings.EnumerateArray().Select(finding => finding.GetString()));
    }

    [Fact]
    public async Task Bar_PointedAt_TellsItsDay()
    {
        await using var hub = await RunningHub.StartAsync(Page);
        await using var visit = await chrome.OpenAsync(hub, "/status-page/public");
        var bars = visit.Page.Locator(".bars").First.GetByRole(AriaRole.Listitem);
        await Expect(bars).ToHaveCountAsync(90);

        await bars.Last.HoverAsync();

        await Expect(bars.Last.Locator("span")).ToHaveCSSAsync("clip-path", "none");
    }
}
