using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class GraphTests(Chrome chrome)
{
    [Fact]
    public async Task Graph_OfAFleet_ShowsWhatDependsAndFollowsItsStatuses()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/graph");
        await Expect(visit.Page.Locator("[data-node]")).ToHaveCountAsync(5);
        await Expect(visit.Page.Locator("[data-edge]")).ToHaveCountAsync(4);
        await Expect(visit.Page.Locator("[data-node=shop-postgres]")).ToHaveAttributeAsync("data-status", "up");
        await Expect(visit.Page.Locator(".edge.cause")).ToHaveCountAsync(0);
        await hub.BreakAsync("shop-postgres");
        await hub.BreakAsync("shop-api");
        await Expect(visit.Page.Locator("[data-node=shop-postgres]")).ToHaveAttributeAsync("data-status", "down");
        await Expect(visit.Page.Locator("[data-edge='shop-api shop-postgres']")).ToHaveClassAsync("edge cause");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "shop-api, down, because of shop-postgres" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Graph_ServiceInFocus_TellsWhatBreaksWithItAndTheLinkHoldsIt()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/graph");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Most depends on" })).ToBeVisibleAsync();
        await visit.Page.Locator("[data-node=shop-postgres]").ClickAsync();
        await Expect(visit.Page.GetByText("If it goes down, 3 services break with it: all in shop.")).ToBeVisibleAsync();
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/graph\\?focus=shop-postgres$"));
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByText("If it goes down, 3 services break with it: all in shop.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".edge.lit")).ToHaveCountAsync(3);
        await Expect(visit.Page.Locator("[data-node=shop-redis]")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("dim"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Expect(visit.Page.Locator(".edge.lit")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Graph_Keyboard_GoesFromBoxToBox()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/graph");
        await visit.Page.Locator("[data-node=shop-web]").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visit.Page.Locator("[data-node=shop-api]")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("focus=shop-(postgres|redis)$"));
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/graph$"));
    }

    [Fact]
    public async Task Graph_ProjectOfWhichNothingDepends_SaysWhatToDo()
    {
        await using var hub = await RunningHub.StartAsync("projects: { lonely: { services: { one: { check: \"http://one.test/\" } } } }");
        await using var visit = await chrome.OpenAsync(hub, "/graph?project=lonely");
        await Expect(visit.Page.GetByText("Nothing in lonely depends on anything")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("1 service without dependencies left out")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(360, true)]
    public async Task Graph_OfThreeHundred_IsDrawnWholeAndZooms(int width, bool dark)
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Tree(300));
        await using var visit = await chrome.OpenAsync(hub, "/graph", new Look(dark, width));
        await Expect(visit.Page.Locator("[data-node]")).ToHaveCountAsync(300, new() { Timeout = 30_000 });
        await Expect(visit.Page.Locator("[data-frame]")).ToHaveCountAsync(5);
        var graph = visit.Page.Locator("svg.graph");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show the whole picture" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-node]").Last).ToBeInViewportAsync();
        var whole = await graph.GetAttributeAsync("viewBox");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        await Expect(graph).Not.ToHaveAttributeAsync("viewBox", whole!);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show the whole picture" }).ClickAsync();
        await Expect(graph).ToHaveAttributeAsync("viewBox", whole!);
        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }
}
