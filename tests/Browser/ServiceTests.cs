using System.Text.RegularExpressions;
using Hale.Browser.Tests.Stage;
using Hale.Client;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class ServiceTests(Chrome chrome)
{
    [Fact]
    public async Task Service_CheckNow_ChecksAndShowsTheVerdict()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-redis");
        await Expect(visit.Heading.Locator("[data-status=up]")).ToBeVisibleAsync();
        hub.Sites.Break(RunningHub.Url("shop-redis"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
        await Expect(visit.Heading.Locator("[data-status=down]")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("shop-redis checked")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("connection refused at 10.0.3.12:5432").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Service_PausedAndResumed_FollowsAndCanBeUndone()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-redis");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(visit.Heading.Locator("[data-status=paused]")).ToBeVisibleAsync();
        Assert.True((await hub.ServiceAsync("shop-redis")).Paused);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(visit.Heading.Locator("[data-status=paused]")).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
        Assert.False((await hub.ServiceAsync("shop-redis")).Paused);
    }

    [Fact]
    public async Task Service_Opened_ShowsChartDependenciesAndDefinition()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-api");
        await Expect(visit.Page.Locator(".uplot canvas")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Depends on" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "shop-web" })).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Definition" }).ClickAsync();
        await Expect(visit.Page.GetByText("depends_on: [shop-postgres, shop-redis]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Service_ThatFails_ShowsWhatItsChecksSaw()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-redis");
        var evidence = visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Evidence of the last failures" });
        await Expect(visit.Heading.Locator("[data-status=up]")).ToBeVisibleAsync();
        await Expect(evidence).ToHaveCountAsync(0);
        hub.Sites.Break(RunningHub.Url("shop-redis"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
        await Expect(evidence).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(visit.Page.GetByText("resolved the name to 10.0.3.12 in 0.4 ms")).ToBeVisibleAsync();
        hub.Sites.Overload(RunningHub.Url("shop-redis"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "What was answered" })).ToContainTextAsync("the queue is full", new() { Timeout = 15_000 });
        await visit.Page.Locator("summary").First.ClickAsync();
        await Expect(visit.Page.GetByText("resolved the name to 10.0.3.12 in 0.4 ms")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Service_BrokenByAnEdit_TellsTheCauseAndWhatWasEdited()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-api");
        var why = visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Why" });
        await Expect(visit.Heading.Locator("[data-status=up]")).ToBeVisibleAsync();
        await Expect(why).ToHaveCountAsync(0);

        hub.Sites.Break("http://shop-postgres.test/wrong");
        await hub.DeclareAsync(Fleets.Shop.Replace("http://shop-postgres.test/health", "http://shop-postgres.test/wrong", StringComparison.Ordinal));
        await hub.CheckAsync("shop-postgres");
        await hub.BreakAsync("shop-api");

        await Expect(why).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(visit.Page.GetByText("The cause is shop-postgres, which is down: shop-api → shop-postgres.")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Nobody was notified: this hub has no channels to notify by.")).ToBeVisibleAsync();
        var changed = visit.Page.GetByRole(AriaRole.Region, new() { Name = "What changed before it broke" });
        await Expect(changed).ToContainTextAsync("hale.yaml:6");
        await Expect(changed.GetByRole(AriaRole.Insertion)).ToHaveTextAsync("http://shop-postgres.test/wrong");
        await changed.GetByRole(AriaRole.Link, new() { Name = "shop-postgres" }).ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("shop-postgres");
        await Expect(visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "edited" })).ToContainTextAsync("check.url");
    }

    [Theory]
    [InlineData(false, 1440)]
    [InlineData(true, 360)]
    public async Task Service_InMaintenance_SaysUntilWhenAndDrawsItApart(bool dark, int width)
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        using var api = new HaleClient(hub.Address);
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(2));
        await api.PutMaintenanceAsync("move", new MaintenanceDraft { Title = "The cache is moved", Services = ["shop-redis"], From = from, To = to }, cancel: TestContext.Current.CancellationToken);
        await hub.BreakAsync("shop-redis");
        while ((await api.UptimeAsync("shop-redis", cancel: TestContext.Current.CancellationToken)).MaintenanceSeconds < 1)
        {
        }

        await using var visit = await chrome.OpenAsync(hub, "/services/shop-redis", new Look(dark, width));
        var note = visit.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "In maintenance until" });
        await Expect(note).ToContainTextAsync("The cache is moved");
        await Expect(visit.Page.Locator("[data-level=maintenance]").Last).ToHaveAttributeAsync("aria-label", new Regex(": maintenance \\d+ s$"));
        await Expect(visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^maintenance \\d+ s, not watched 59 min") })).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync(await File.ReadAllTextAsync(Repository.At("web/node_modules/axe-core/axe.min.js"), TestContext.Current.CancellationToken));
        Assert.Equal("[]", (await visit.Page.EvaluateAsync<System.Text.Json.JsonElement>(AccessibilityTests.Audit)).GetRawText());

        await visit.Page.GotoAsync(new Uri(hub.Address, "/services").ToString());
        if (width > 1024)
            await Expect(visit.Page.Locator("[data-strip=shop-redis] [data-slot=maintenance]")).ToBeVisibleAsync();
        await api.DeleteMaintenanceAsync("move", cancel: TestContext.Current.CancellationToken);
        await visit.Page.GotoAsync(new Uri(hub.Address, "/services/shop-redis").ToString());
        await Expect(visit.Page.Locator("[data-day]")).ToHaveCountAsync(90);
        await Expect(note).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("[data-level=maintenance]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Uptime_OfNinetyDays_IsToldDayByDayFromTheKeyboard()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-api");
        var days = visit.Page.Locator("[data-day]");
        await Expect(days).ToHaveCountAsync(90);
        await days.Last.FocusAsync();
        var uptime = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Uptime of 90 days" });
        await Expect(uptime).ToContainTextAsync((await days.Last.GetAttributeAsync("aria-label"))!);
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(days.Nth(88)).ToBeFocusedAsync();
        await Expect(uptime).ToContainTextAsync("nothing known");
    }

    [Theory]
    [InlineData("/services/shop-api?tab=results", "[role=tab][aria-selected=true]", "Results")]
    [InlineData("/services/shop-api?range=1y", "[aria-pressed=true]", "1 y")]
    [InlineData("/services?status=down", "[aria-pressed=true]", "down")]
    [InlineData("/graph?project=shop&focus=shop-postgres", ".box.center .name", "postgres")]
    [InlineData("/projects/shop", "h1", "shop")]
    [InlineData("/settings", "h1", "Settings")]
    public async Task Link_ToAView_ShowsIt(string path, string where, string text)
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, path);
        await Expect(visit.Page.Locator(where)).ToContainTextAsync(text);
    }

    [Fact]
    public async Task Settings_NameThePublicPages()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop + "\nstatus_pages: { public: { title: The shop, projects: [shop] } }\n");
        await using var visit = await chrome.OpenAsync(hub, "/settings");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "The shop" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(hub.Address, "/status-page/public").ToString());
    }

    [Fact]
    public async Task Service_ThatIsAMachine_ShowsWhatItUses_AndOthersDoNot()
    {
        await using var hub = await RunningHub.StartAsync("projects: { shop: { services: { host: { check: \"host://\", interval: 1s }, api: { check: \"http://shop-api.test/\" } } } }");
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-host");
        var resources = visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Resources" });
        await Expect(resources).ToBeVisibleAsync();
        // Asked again after 20 s where the first question came before the first figures were there.
        await Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "CPU over time" }).Locator("canvas")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "Memory over time" }).Locator("canvas")).ToBeVisibleAsync();
        await visit.Page.GotoAsync(new Uri(hub.Address, "/services/shop-api").ToString());
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Latency" })).ToBeVisibleAsync();
        await Expect(resources).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Service_UnknownId_SaysSo()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-nothing");
        await Expect(visit.Page.GetByText("There is no service shop-nothing")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Latency_AnEditAndAFailure_AreToldByPointerAndByKeys()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-redis");
        var (latency, chart) = (visit.Page.GetByRole(AriaRole.Region, new() { Name = "Latency" }), visit.Page.GetByRole(AriaRole.Slider, new() { Name = "Latency over time" }));
        await Expect(chart.Locator("canvas")).ToBeVisibleAsync();
        await hub.DeclareAsync(Fleets.Shop.Replace("type: cache", "type: cache, timeout: 2s", StringComparison.Ordinal));
        var mark = visit.Page.Locator("[data-mark=edit]");
        await Expect(mark).ToHaveTextAsync("edited");
        await mark.HoverAsync();
        await Expect(latency).ToContainTextAsync("edited timeout (hale.yaml:7)");
        await visit.Page.Mouse.MoveAsync(0, 0);
        await Expect(latency.GetByText("edited timeout (hale.yaml:7)")).ToHaveCountAsync(1); // for those who don't see it

        await hub.BreakAsync("shop-redis");
        await Expect(latency).ToContainTextAsync("failed, the first at");
        await chart.FocusAsync();
        await visit.Page.Keyboard.PressAsync("PageUp");
        await Expect(chart).ToHaveAttributeAsync("aria-valuetext", new Regex("[1-9][0-9]* of [0-9]+ failed$"));
        await Expect(latency.Locator("p", new() { HasText = "failed" }).First).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Home");
        await Expect(chart).ToHaveAttributeAsync("aria-valuetext", new Regex("median"));
    }
}
