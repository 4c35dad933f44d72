using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class ServicesTests(Chrome chrome)
{
    [Fact]
    public async Task List_FilteredAndSorted_KeepsItInTheAddress()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services");
        await hub.BreakAsync("shop-redis");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "down" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(hub.Address, "/services?status=down").ToString());
        await Expect(visit.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        await visit.Page.GotoAsync("/services?q=team%3Dcore&sort=-name");
        await Expect(visit.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        await Expect(visit.Row("shop-api")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task List_WithTheKeyboardAlone_FiltersMovesOpensAndFindsHelp()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services");
        var keys = visit.Page.Keyboard;
        await Expect(visit.Row("shop-api")).ToBeVisibleAsync();
        await keys.PressAsync("?");
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Keyboard");
        await keys.PressAsync("Escape");
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await keys.PressAsync("/");
        await keys.TypeAsync("w");
        await Expect(visit.Page.Locator("[data-row]")).ToHaveCountAsync(2);
        await keys.PressAsync("Enter");
        await keys.PressAsync("j");
        await keys.PressAsync("j");
        await keys.PressAsync("k");
        await keys.PressAsync("j");
        await Expect(visit.Row("shop-worker")).ToHaveAttributeAsync("data-current", "true");
        await keys.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync(new Uri(hub.Address, "/services/shop-worker").ToString());
    }

    [Fact]
    public async Task Palette_AServicesName_OpensIt()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Heading).ToContainTextAsync("All 5");
        await visit.Page.Keyboard.PressAsync("Control+k");
        await visit.Page.GetByRole(AriaRole.Combobox).FillAsync("redis");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Heading).ToContainTextAsync("shop-redis");
    }

    [Fact]
    public async Task List_SeveralSelected_ArePausedTogether()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services");
        await visit.Page.GetByLabel("Select shop-api").CheckAsync();
        await visit.Page.GetByLabel("Select shop-web").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(visit.Page.GetByText("2 services paused")).ToBeVisibleAsync();
        await Expect(visit.Row("shop-web").Locator("[data-status=paused]")).ToBeVisibleAsync();
        Assert.True((await hub.ServiceAsync("shop-api")).Paused);
        Assert.False((await hub.ServiceAsync("shop-redis")).Paused);
    }

    [Fact]
    public async Task List_ManySelected_ArePausedOnceThatIsConfirmed()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Tree(30));
        await using var visit = await chrome.OpenAsync(hub, "/services");
        await Expect(visit.Page.GetByTestId("shown")).ToHaveTextAsync("30");
        await visit.Page.GetByLabel("Select all").CheckAsync();
        var pause = visit.Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Pause" });
        await pause.ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Pause: 30 services?" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Not now" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.False((await hub.ServiceAsync("team-0-s0")).Paused);
        await pause.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(visit.Page.GetByText("30 services paused")).ToBeVisibleAsync();
        Assert.True((await hub.ServiceAsync("team-0-s0")).Paused);
    }

    [Fact]
    public async Task List_LastDay_ShowsAChangeAtOnce()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services", prepare: PageTime.TakeTimeAsync);
        var strip = visit.Page.Locator("[data-strip=shop-redis]");
        await Expect(strip.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", "100 % of 24 h");
        await Expect(strip.Locator("[data-slot=down]")).ToHaveCountAsync(0);
        await visit.Page.ASecondAfterAsync(() => hub.BreakAsync("shop-redis"), "shop-redis");
        await Expect(strip.Locator("[data-slot=down]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task List_ScrolledFast_AsksForTheLastDayOfWhatRestsOneQuestionAtATime()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Many(10_000));
        var (asked, open, most) = (new List<int>(), 0, 0);
        await using var visit = await chrome.OpenAsync(hub, "/services?sort=name", prepare: page =>
        {
            page.Request += (_, request) =>
            {
                if (!IsStrips(request))
                    return;
                asked.Add(request.Url.Split("ids=")[1].Split(',').Length);
                most = Math.Max(most, ++open);
            };
            page.RequestFinished += (_, request) => open -= IsStrips(request) ? 1 : 0;
            page.RequestFailed += (_, request) => open -= IsStrips(request) ? 1 : 0;
            return Task.CompletedTask;
        });
        await Expect(visit.Page.GetByTestId("shown")).ToHaveTextAsync("10,000", new() { Timeout = 30_000 });
        for (var turn = 0; turn < 20; turn++)
            await visit.Page.Mouse.WheelAsync(0, 9_000);
        await visit.Page.Keyboard.PressAsync("End");
        await Expect(visit.Page.Locator("[aria-rowindex=\"10001\"] [data-strip] svg")).ToBeVisibleAsync();
        Assert.Equal(1, most);
        // Of 10,000 rows that went by, those that rested: here and there on the way, and at the end.
        Assert.InRange(asked.Sum(), 20, 1_500);
        Assert.All(asked, count => Assert.InRange(count, 1, 50));

        static bool IsStrips(IRequest request) => request.Url.Contains("/api/uptime?", StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_TenThousandServices_ScrollsWithFewRows()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Many(10_000));
        await using var visit = await chrome.OpenAsync(hub, "/services?sort=name");
        await Expect(visit.Page.GetByTestId("shown")).ToHaveTextAsync("10,000", new() { Timeout = 30_000 });
        for (var turn = 0; turn < 20; turn++)
        {
            await visit.Page.Mouse.WheelAsync(0, 9_000);
            Assert.InRange(await visit.Page.Locator("[data-row]").CountAsync(), 1, 80);
        }

        await visit.Page.Keyboard.PressAsync("End");
        await Expect(visit.Page.Locator("[aria-rowindex=\"10001\"]")).ToBeVisibleAsync();
        Assert.InRange(await visit.Page.Locator("[data-row]").CountAsync(), 1, 80);
    }
}
