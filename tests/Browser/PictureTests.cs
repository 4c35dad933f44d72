using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class PictureTests(Chrome chrome)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Picture_OfOverviewServiceAndGraph_ShowsAFleetInTrouble(bool dark)
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Company());
        await using var visit = await chrome.OpenAsync(hub, "/", new Look(dark));
        await Expect(visit.Heading).ToContainTextAsync("of 214 services");
        await GatherAsync(visit);
        await Expect(visit.Page.Locator("[data-count=up] b")).ToHaveTextAsync("213");
        await hub.DeclareAsync(Fleets.Company().Replace("postgres: { check: \"http://shop-", "postgres: { timeout: 2s, check: \"http://shop-", StringComparison.Ordinal));
        await hub.BreakAsync("shop-postgres");
        await hub.BreakAsync("shop-checkout");
        await Expect(visit.Heading).ToHaveTextAsync("2 of 214 services are down. The cause is shop-postgres.");
        await TakeAsync(visit, "overview", dark);
        await visit.Page.GotoAsync("/services/shop-postgres");
        await Expect(visit.Page.Locator(".uplot canvas")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "What changed before it broke" })).ToContainTextAsync("2s");
        await TakeAsync(visit, "service", dark);
        await visit.Page.GotoAsync("/graph");
        await Expect(visit.Page.Locator("[data-frame]")).ToHaveCountAsync(6);
        await TakeAsync(visit, "graph", dark);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Picture_OfAForm_ShowsWhatWasTriedAndTheYaml(bool dark)
    {
        await using var hub = await RunningHub.StartAsync("defaults: { interval: 30s }\nprojects: { shop: { services: { postgres: { check: \"tcp://127.0.0.1:1\" } } } }\n");
        await hub.PutAsync(
            "/api/services/shop-api",
            "{'project':'shop','check':{'url':'https://api.shop.example/health','headers':{'Authorization':'Bearer kept'}},'depends_on':['shop-postgres'],'labels':{'team':'core'},'timeout':'2s'}");
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-api/edit", new Look(dark));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Try it now" }).ClickAsync();
        await Expect(visit.Page.GetByTestId("trial")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Definition in YAML" })).ToContainTextAsync("depends_on: [shop-postgres]");
        await TakeAsync(visit, "edit", dark);
    }

    /// <summary>A picture wants some history: nearly as many results as the list of the newest holds.</summary>
    private static async Task GatherAsync(Visit visit)
    {
        if (!Repository.Refresh)
            return;
        await visit.Page.GotoAsync("/services/shop-postgres?tab=results");
        await Expect(visit.Page.Locator("tbody tr").Nth(44)).ToBeAttachedAsync(new() { Timeout = 120_000 });
        await visit.Page.GotoAsync("/");
    }

    private static async Task TakeAsync(Visit visit, string name, bool dark)
    {
        if (!Repository.Refresh)
            return;
        // With some results to draw, and the fonts there.
        await Expect(visit.Page.Locator("svg path[d^=M], .uplot canvas, .graph .edge").First).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync("() => document.fonts.ready.then(() => undefined)");
        await visit.Page.ScreenshotAsync(new() { Path = Repository.At($"docs/images/{name}-{(dark ? "dark" : "light")}.png") });
    }
}
