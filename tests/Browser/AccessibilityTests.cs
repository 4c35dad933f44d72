using System.Text.Json;
using Hale.Browser.Tests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Hale.Browser.Tests;

public sealed class AccessibilityTests(Chrome chrome)
{
    internal const string Audit =
        """
        async () => {
          const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
          return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
        }
        """;

    public static TheoryData<string, bool, int> Pages()
    {
        var pages = new TheoryData<string, bool, int>();
        foreach (var path in (string[])[
            "/", "/?layout=dense", "/?layout=wall", "/services", "/services/shop-postgres", "/services/shop-api?tab=definition", "/services/shop-api?tab=results", "/services/shop-nothing",
            "/projects", "/projects/shop", "/projects/nothing", "/new/service", "/services/shop-api/edit", "/new/project", "/projects/shop/new-target",
            "/graph", "/graph?focus=shop-postgres", "/settings", "/nothing"])
        {
            pages.Add(path, false, 1440);
            pages.Add(path, true, 360);
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_Audited_HasNoFinding(string path, bool dark, int width)
    {
        var axe = Repository.At("web/node_modules/axe-core/axe.min.js");
        Assert.True(File.Exists(axe), $"{axe} is missing: build the dashboard first, or run npm install in web/.");
        await using var hub = await RunningHub.StartAsync(Fleets.Shop);
        await hub.BreakAsync("shop-postgres");
        await using var visit = await chrome.OpenAsync(hub, path, new Look(dark, width));
        await Expect(visit.Heading).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
        var findings = await visit.Page.EvaluateAsync<JsonElement>(Audit);
        Assert.Empty(findings.EnumerateArray().Select(finding => finding.GetString()));
    }
}
