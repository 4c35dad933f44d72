using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class ProjectsTests(Chrome chrome)
{
    [Fact]
    public async Task Card_IsHeadedByThePrimaryTargetAndTellsWhatElseIsDown()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/projects");
        var card = visit.Page.GetByRole(AriaRole.Article, new() { Name = "shop" });
        var head = card.GetByRole(AriaRole.Heading).Locator("[data-status]");
        await Expect(head).ToHaveTextAsync("healthy");
        await hub.BreakAsync("shop-redis");
        await Expect(card).ToContainTextAsync("1 service is down");
        await Expect(head).ToHaveTextAsync("healthy");

        hub.Sites.Break(RunningHub.Url("shop-production"));
        await card.GetByRole(AriaRole.Button, new() { Name = "Check production now" }).ClickAsync();
        await Expect(head).ToHaveTextAsync("down");
        await Expect(card).ToContainTextAsync("connection refused at 10.0.3.12:5432");
        await Expect(card).ToContainTextAsync("Last checked: ");
    }

    [Fact]
    public async Task Project_ListsItsServicesWorstFirst()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await hub.BreakAsync("shop-worker");
        await using var visit = await chrome.OpenAsync(hub, "/projects/shop");
        await Expect(visit.Page.Locator("a[href^='/services/shop-']").First).ToHaveTextAsync("worker");
    }
}
