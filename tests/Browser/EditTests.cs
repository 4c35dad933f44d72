using System.Text.Json;
using Hale.Browser.Tests.Stage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

/// <summary>Definitions are made, changed and removed on the page, by the hub's own rules.</summary>
public sealed class EditTests(Chrome chrome)
{
    private const string Url = "http://shop-cart.test/health";

    private const string Masked = "{'project':'shop','check':{'url':'http://shop-cart.test/health','headers':{'Authorization':'Bearer kept','X-Site':'one'}}}";

    private static ILocator Field(Visit visit, string name) => visit.Page.Locator($"[data-field=\"{name}\"]");

    private static ILocator Input(Visit visit, string name) => Field(visit, name).Locator("input, select, textarea").First;

    private static ILocator Button(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Link(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static ILocator Said(Visit visit) => visit.Page.GetByTestId("said");

    private static ILocator Yaml(Visit visit) => visit.Page.GetByRole(AriaRole.Group, new() { Name = "Definition in YAML" });

    [Fact]
    public async Task Service_AddedFromTheList_IsTriedShownAsYamlAndWatched()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services");
        await Link(visit, "Add service").ClickAsync();
        await Expect(visit.Heading).ToHaveTextAsync("Add a service");
        await Input(visit, "check.url").FillAsync(Url);
        await Expect(Input(visit, "name")).ToHaveValueAsync("shop-cart-test");
        await Input(visit, "project").FillAsync("shop");
        await Input(visit, "name").FillAsync("cart");
        await Input(visit, "interval").FillAsync("10s");
        await Expect(Said(visit)).ToHaveTextAsync("The hub has nothing against it");
        await Expect(Yaml(visit)).ToHaveTextAsync("projects:\n  shop:\n    services:\n      cart:\n        check: http://shop-cart.test/health\n        interval: 10s\n");
        await Button(visit, "Try it now").ClickAsync();
        await Expect(visit.Page.GetByTestId("trial").Locator("[data-status=up]")).ToBeVisibleAsync();
        await Button(visit, "Add").ClickAsync();
        await Expect(visit.Page.GetByText("shop-cart added")).ToBeVisibleAsync();
        await Expect(visit.Heading.Locator("[data-status=up]")).ToBeVisibleAsync();
        var made = await hub.ServiceAsync("shop-cart");
        Assert.Equal(("10s", "api", Url), (made.Interval, made.ManagedBy, made.Check["url"]!.ToString()));
    }

    [Fact]
    public async Task Service_WhileItIsWritten_IsToldWhatIsWrongByTheHub()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/new/service?project=shop");
        await Expect(visit.Heading).ToHaveTextAsync("Add a service");
        await Expect(Said(visit)).ToHaveTextAsync("2 things to mend", new() { Timeout = 15_000 });
        await Expect(visit.Page.Locator("[aria-invalid]")).ToHaveCountAsync(0);
        await Input(visit, "check.url").FillAsync("http:/half");
        await Input(visit, "check.url").BlurAsync();
        await Expect(Field(visit, "check.url")).ToContainTextAsync("allowed: an absolute URL with http or https and a host");
        await Input(visit, "check.url").FillAsync("http://shop-cart.test/");
        await Expect(Field(visit, "check.url")).Not.ToContainTextAsync("allowed: an absolute URL");
        await Input(visit, "interval").FillAsync("soon");
        await Input(visit, "interval").BlurAsync();
        await Expect(Field(visit, "interval")).ToContainTextAsync("found \"soon\"; allowed: a duration");
        await Expect(Input(visit, "interval")).ToHaveAttributeAsync("aria-invalid", "true");
        await Input(visit, "name").FillAsync("api");
        await Button(visit, "Add").ClickAsync();
        await Expect(Input(visit, "interval")).ToBeFocusedAsync();
        await Input(visit, "interval").FillAsync("");
        await Expect(Field(visit, "name")).ToContainTextAsync("The service 'shop-api' is declared in hale.yaml:8; change it there.");
        await Input(visit, "name").FillAsync("cart");
        await Expect(Said(visit)).ToHaveTextAsync("The hub has nothing against it");
    }

    [Fact]
    public async Task Service_OfAnotherKind_HasThatKindsOptionsAndItsDefaults()
    {
        await using var hub = await RunningHub.StartAsync("defaults: { interval: 45s }\nprojects: { shop: { defaults: { retries: 7 }, services: { a: { check: \"http://a.test/\" } } } }\n");
        await using var visit = await chrome.OpenAsync(hub, "/new/service?project=shop");
        await Expect(Field(visit, "interval")).ToContainTextAsync("otherwise 45s, the hub's default");
        await Expect(Field(visit, "retries")).ToContainTextAsync("otherwise 7, the project's default");
        await Expect(Input(visit, "retries")).ToHaveAttributeAsync("placeholder", "7");
        await Input(visit, "check.url").FillAsync("postgres://db.example.com/shop");
        await Expect(Input(visit, "check.type")).ToHaveValueAsync("postgres");
        await visit.Page.GetByText("Options", new() { Exact = true }).ClickAsync();
        await Expect(Input(visit, "check.query")).ToHaveAttributeAsync("placeholder", "SELECT 1");
        await Input(visit, "check.type").SelectOptionAsync("exec");
        await Expect(Field(visit, "check.url")).ToBeHiddenAsync();
        await Button(visit, "Add to Command").ClickAsync();
        await visit.Page.GetByLabel("Command 1", new() { Exact = true }).FillAsync("/bin/true");
        await visit.Page.GetByLabel("Command 1", new() { Exact = true }).BlurAsync();
        await Expect(Field(visit, "check.command")).ToContainTextAsync("allow_exec");
        await Input(visit, "check.type").SelectOptionAsync("heartbeat");
        await Expect(Field(visit, "retries")).ToContainTextAsync("otherwise 0, the default");
    }

    [Fact]
    public async Task Heartbeat_Added_ShowsOnceWhereItCalls()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/new/service?project=shop");
        await Input(visit, "check.type").SelectOptionAsync("heartbeat");
        await Input(visit, "name").FillAsync("backup");
        await Button(visit, "Add").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Address" })).ToContainTextAsync("/api/heartbeat/");
        await Button(visit, "Go to the service").ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("shop-backup");
    }

    [Fact]
    public async Task Dependencies_Chosen_AreFoundByTypingAndNeverACircle()
    {
        await using var hub = await RunningHub.StartAsync("");
        await hub.PutAsync("/api/services/shop-db", "{'project':'shop','check':'http://shop-db.test/'}");
        await hub.PutAsync("/api/services/shop-web", "{'project':'shop','check':'http://shop-web.test/','depends_on':['shop-db']}");
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-db/edit");
        var box = visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Depends on" });
        await box.FillAsync("web");
        await Expect(visit.Page.GetByRole(AriaRole.Option, new() { Name = "shop-web" })).ToBeVisibleAsync();
        await box.PressAsync("Enter");
        await Expect(Field(visit, "depends_on")).ToContainTextAsync("found a cycle: shop-db -> shop-web -> shop-db");
        await Button(visit, "Does not depend on shop-web").ClickAsync();
        await Expect(Said(visit)).ToHaveTextAsync("Nothing is different");
    }

    [Fact]
    public async Task Service_Changed_KeepsItsStoredCredentials()
    {
        await using var hub = await RunningHub.StartAsync("");
        await hub.PutAsync("/api/services/shop-cart", Masked);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-cart");
        await Link(visit, "Edit").ClickAsync();
        await Expect(visit.Page.GetByLabel("Headers: value 1")).ToHaveValueAsync("***");
        await visit.Page.GetByLabel("Headers: value 2").FillAsync("two");
        await Input(visit, "retries").FillAsync("0");
        await Button(visit, "Try it now").ClickAsync();
        await Expect(visit.Page.GetByTestId("trial")).ToBeVisibleAsync();
        // The one that is kept is asked, too, when its time comes.
        Assert.Contains(hub.Sites.Asked, asked => asked["headers"]!["X-Site"]!.ToString() == "two");
        Assert.All(hub.Sites.Asked, asked => Assert.Equal("Bearer kept", asked["headers"]!["Authorization"]!.ToString()));
        await Expect(Said(visit)).ToHaveTextAsync("The hub has nothing against it");
        await Button(visit, "Save").ClickAsync();
        await Expect(visit.Page.GetByText("shop-cart changed")).ToBeVisibleAsync();
        await Button(visit, "Check now").ClickAsync();
        await Expect(visit.Page.GetByText("shop-cart checked")).ToBeVisibleAsync();
        Assert.Equal("Bearer kept", hub.Sites.Asked.Last()["headers"]!["Authorization"]!.ToString());
        Assert.Equal(0, (await hub.ServiceAsync("shop-cart")).Retries);
    }

    [Fact]
    public async Task Service_Copied_AsksForCredentialsAnew()
    {
        await using var hub = await RunningHub.StartAsync("");
        await hub.PutAsync("/api/services/shop-cart", Masked);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-cart?tab=definition");
        await Link(visit, "Duplicate").ClickAsync();
        await Expect(Input(visit, "name")).ToHaveValueAsync("cart-copy");
        await Expect(Field(visit, "check.headers")).ToContainTextAsync("give it again");
        await visit.Page.GetByLabel("Headers: value 1").FillAsync("Bearer other");
        await Expect(Said(visit)).ToHaveTextAsync("The hub has nothing against it");
        await Button(visit, "Add").ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("shop-cart-copy");
    }

    [Theory]
    [InlineData("Take theirs", "10s", 1)]
    [InlineData("Keep mine and go over theirs", "20s", 3)]
    public async Task Service_ChangedMeanwhile_ShowsTheDifferenceAndAsksWhoseItIs(string choice, string interval, int retries)
    {
        await using var hub = await RunningHub.StartAsync("");
        await hub.PutAsync("/api/services/shop-cart", "{'project':'shop','check':'http://shop-cart.test/health','retries':3}");
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-cart/edit");
        await Input(visit, "interval").FillAsync("20s");
        await hub.PutAsync("/api/services/shop-cart", "{'project':'shop','check':'http://shop-cart.test/health','retries':1,'interval':'10s'}");
        var conflict = visit.Page.GetByRole(AriaRole.Alert, new() { Name = "Changed meanwhile" });
        await Expect(conflict.GetByRole(AriaRole.Row, new() { Name = "interval" })).ToHaveTextAsync("interval–10s20s");
        await Expect(conflict.GetByRole(AriaRole.Row, new() { Name = "retries" })).ToHaveTextAsync("retries313");
        await Button(visit, choice).ClickAsync();
        await Expect(conflict).ToHaveCountAsync(0);
        await Expect(Input(visit, "interval")).ToHaveValueAsync(interval);
        await Button(visit, "Save").ClickAsync();
        await Expect(visit.Page.GetByText("shop-cart changed")).ToBeVisibleAsync();
        var now = await hub.ServiceAsync("shop-cart");
        Assert.Equal((interval, retries), (now.Interval, now.Retries));
    }

    [Fact]
    public async Task Service_ThatOthersNeed_IsRemovedOnlyWhenTheyAreGone()
    {
        await using var hub = await RunningHub.StartAsync("");
        await hub.PutAsync("/api/services/shop-db", "{'project':'shop','check':'http://shop-db.test/'}");
        await hub.PutAsync("/api/services/shop-web", "{'project':'shop','check':'http://shop-web.test/','depends_on':['shop-db']}");
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-db?tab=definition");
        await Button(visit, "Remove").ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Remove the service shop-db?" });
        await Expect(dialog).ToContainTextAsync("The service 'shop-db' is needed by shop-web.");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Remove" })).ToHaveCountAsync(0);
        await dialog.GetByRole(AriaRole.Link, new() { Name = "shop-web" }).ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("shop-web");
        foreach (var id in (string[])["shop-web", "shop-db"])
        {
            await visit.Page.GotoAsync($"/services/{id}?tab=definition");
            await Button(visit, "Remove").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
            await Expect(visit.Page.GetByText($"{id} removed")).ToBeVisibleAsync();
        }

        Assert.Empty((await hub.GetAsync("/api/services"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Definition_OfTheFile_IsReadOnlyWithItsPlace()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-api");
        await Expect(Link(visit, "Edit")).ToHaveCountAsync(0);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "hale.yaml:8" }).ClickAsync();
        await Expect(Yaml(visit)).ToContainTextAsync("depends_on: [shop-postgres, shop-redis]");
        await Expect(Button(visit, "Remove")).ToHaveCountAsync(0);
        await visit.Page.GotoAsync("/services/shop-api/edit");
        await Expect(visit.Page.GetByText("It is read-only here: change hale.yaml:8")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("form")).ToHaveCountAsync(0);
        await visit.Page.GotoAsync("/projects/shop");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "hale.yaml:3" })).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "hale.yaml:4" }).ClickAsync();
        await Expect(Yaml(visit)).ToContainTextAsync("production: http://shop-production.test/health");
    }

    [Fact]
    public async Task Viewer_Looking_SeesNothingToChange()
    {
        await using var hub = await RunningHub.StartAsync("");
        await hub.PutAsync("/api/services/shop-cart", Masked);
        await using var visit = await chrome.OpenAsync(hub, "/nothing");
        await visit.Page.SetExtraHTTPHeadersAsync(new Dictionary<string, string>
        {
            ["X-Forwarded-For"] = "203.0.113.9",
            ["Authorization"] = $"Bearer {await hub.MakeViewerAsync()}",
        });
        await visit.Page.GotoAsync("/services/shop-cart?tab=definition");
        await Expect(Yaml(visit)).ToContainTextAsync("shop:");
        foreach (var path in (string[])["/services/shop-cart?tab=definition", "/services", "/projects", "/projects/shop"])
        {
            await visit.Page.GotoAsync(path);
            await Expect(visit.Heading).ToBeVisibleAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToContainTextAsync("1 service");
            foreach (var name in (string[])["Edit", "Duplicate", "Add service", "Add project", "Add target"])
                await Expect(Link(visit, name)).ToHaveCountAsync(0);
            foreach (var name in (string[])["Remove", "Pause", "Check now"])
                await Expect(Button(visit, name)).ToHaveCountAsync(0);
        }

        await visit.Page.GotoAsync("/services/shop-cart/edit");
        await Expect(visit.Page.GetByText("Your token may only look")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ProjectAndTarget_AddedChangedAndRemoved_AsTheHubAllows()
    {
        await using var hub = await RunningHub.StartAsync("");
        await using var visit = await chrome.OpenAsync(hub, "/projects");
        await Link(visit, "Add project").ClickAsync();
        await Input(visit, "id").FillAsync("The Shop");
        await Input(visit, "id").BlurAsync();
        await Expect(Field(visit, "id")).ToContainTextAsync("allowed: 1 to 63 lower-case letters");
        await Input(visit, "id").FillAsync("shop");
        await Input(visit, "defaults.targets.retries").FillAsync("2");
        await Button(visit, "Add").ClickAsync();
        await Expect(visit.Heading).ToHaveTextAsync("shop");
        await Link(visit, "Add target").ClickAsync();
        await Expect(Field(visit, "retries")).ToContainTextAsync("otherwise 2, the project's default");
        await Input(visit, "url").FillAsync("ftp://shop.test");
        await Input(visit, "url").BlurAsync();
        await Expect(Field(visit, "url")).ToContainTextAsync("a URL that begins with http:// or https://");
        await Input(visit, "url").FillAsync("http://shop.test");
        await Button(visit, "Add").ClickAsync();
        await Expect(Input(visit, "id")).ToBeFocusedAsync();
        await Input(visit, "id").FillAsync("production");
        await Button(visit, "Try it now").ClickAsync();
        await Expect(visit.Page.GetByTestId("trial").Locator("[data-status=up]")).ToBeVisibleAsync();
        await Button(visit, "Add").ClickAsync();
        await Expect(visit.Page.GetByText("shop:production added")).ToBeVisibleAsync();
        await Link(visit, "Edit production").ClickAsync();
        await Input(visit, "interval").FillAsync("5m");
        await Button(visit, "Save").ClickAsync();
        await Expect(visit.Page.GetByText("shop:production changed")).ToBeVisibleAsync();
        Assert.Equal("5m", (await hub.GetAsync("/api/projects/shop/targets/production"))["interval"]!.ToString());
        await Link(visit, "Edit").ClickAsync();
        await Input(visit, "name").FillAsync("The Shop");
        await Button(visit, "Save").ClickAsync();
        await Expect(visit.Heading).ToHaveTextAsync("The Shop");
        await Button(visit, "Remove").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("The project 'shop' still has shop:production.");
        await Button(visit, "Close").ClickAsync();
        await Button(visit, "Remove production").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(visit.Page.GetByText("shop:production removed")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Form_LeftWithChanges_AsksFirstWhicheverWay()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/services");
        await Link(visit, "Add service").ClickAsync();
        await Input(visit, "check.url").FillAsync(Url);
        var asked = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Leave without saving?" });
        await Link(visit, "Graph").ClickAsync();
        await Expect(asked).ToBeVisibleAsync();
        await Button(visit, "Stay").ClickAsync();
        await visit.Page.GoBackAsync();
        await Expect(asked).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(asked).ToHaveCountAsync(0);
        await Expect(Input(visit, "check.url")).ToHaveValueAsync(Url);
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/new/service$"));
        await visit.Page.GoBackAsync();
        await Button(visit, "Leave").ClickAsync();
        await Expect(visit.Heading).ToHaveTextAsync("Services");
    }

    [Fact]
    public async Task Form_WithTheKeyboardAlone_IsOpenedFilledInAndSaved()
    {
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await using var visit = await chrome.OpenAsync(hub, "/");
        await Expect(visit.Heading).ToBeVisibleAsync();
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("Control+k");
        await Expect(visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search or jump to" })).ToBeFocusedAsync();
        await keys.TypeAsync("add service");
        await Expect(visit.Page.GetByRole(AriaRole.Option, new() { Name = "Add service" })).ToHaveAttributeAsync("aria-selected", "true");
        await keys.PressAsync("Enter");
        await Expect(Input(visit, "check.type")).ToBeVisibleAsync();
        await Input(visit, "check.type").FocusAsync();
        await keys.PressAsync("Tab");
        await keys.TypeAsync(Url);
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await Expect(Input(visit, "project")).ToBeFocusedAsync();
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("shop");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("cart");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("redis");
        await keys.PressAsync("Enter");
        await Expect(Button(visit, "Does not depend on shop-redis")).ToBeVisibleAsync();
        await keys.PressAsync("Control+Enter");
        await Expect(visit.Heading).ToContainTextAsync("shop-cart");
        Assert.Equal(["shop-redis"], (await hub.ServiceAsync("shop-cart")).DependsOn);
    }

    [Theory]
    [InlineData(false, 1440)]
    [InlineData(true, 1440)]
    [InlineData(false, 360)]
    [InlineData(true, 360)]
    public async Task Form_WithErrorsAndATrial_FitsAndHasNoFinding(bool dark, int width)
    {
        await using var hub = await RunningHub.StartAsync("");
        await hub.PutAsync("/api/services/shop-cart", Masked);
        hub.Sites.Overload(Url);
        await using var visit = await chrome.OpenAsync(hub, "/services/shop-cart/edit", new Look(dark, width));
        await Button(visit, "Try it now").ClickAsync();
        await Expect(visit.Page.GetByTestId("trial")).ToContainTextAsync("the queue is full");
        await Input(visit, "interval").FillAsync("soon");
        // The hub has said what is wrong, and the page says so as soon as the field is left: what is clicked then must not move away under the pointer.
        await Expect(visit.Page.GetByTestId("said")).ToHaveTextAsync("1 thing to mend");
        await Button(visit, "Save").ClickAsync();
        await Expect(Input(visit, "interval")).ToBeFocusedAsync();
        await hub.PutAsync("/api/services/shop-cart", Masked.Replace("one", "two", StringComparison.Ordinal));
        await Expect(visit.Page.GetByRole(AriaRole.Alert, new() { Name = "Changed meanwhile" })).ToBeVisibleAsync();
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        await visit.Page.EvaluateAsync(await File.ReadAllTextAsync(Repository.At("web/node_modules/axe-core/axe.min.js"), TestContext.Current.CancellationToken));
        var findings = await visit.Page.EvaluateAsync<JsonElement>(AccessibilityTests.Audit);
        Assert.Empty(findings.EnumerateArray().Select(finding => finding.GetString()));
    }
}
