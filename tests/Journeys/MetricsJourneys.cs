using System.Globalization;
using System.Text.RegularExpressions;
using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>Somebody who has Prometheus and Grafana already.</summary>
public sealed partial class MetricsJourneys
{
    [Fact]
    public async Task GrafanaBoard_NamesOnlyMetricsThatTheHubShows()
    {
        await using var world = await World.StartAsync("""projects: { shop: { services: { api: { check: "http://api.test/" } } } }""");
        await world.PassAsync(TimeSpan.FromMinutes(11));

        var shown = Family().Matches(await world.TextAsync("/metrics")).SelectMany(family => family.Groups[2].Value == "histogram"
            ? [$"{family.Groups[1]}_bucket", $"{family.Groups[1]}_sum", $"{family.Groups[1]}_count"]
            : new[] { family.Groups[1].Value });
        var named = Metric().Matches(await world.TextAsync("/grafana/hale.json")).Select(metric => metric.Value).Distinct().ToArray();

        Assert.True(named.Length > 15, string.Join(' ', named));
        Assert.Empty(named.Except(shown));
    }

    [Fact]
    public async Task Uptime_AfterAnOutage_IsWhatTheApiSaysAndAMinuteOldAtMost()
    {
        await using var world = await World.StartAsync("""projects: { shop: { services: { api: { check: "http://api.test/" }, web: { check: "http://web.test/" } } } }""");
        await world.PassAsync(TimeSpan.FromHours(2));
        Assert.Equal("1", await RatioAsync(world, "shop-api", "1h"));

        world.Sites.Answer("http://api.test/", FakeAnswer.Fails(FailureKind.Refused));
        await world.PassAsync(59);
        Assert.Equal("1", await RatioAsync(world, "shop-api", "1h"));

        await world.PassAsync(TimeSpan.FromMinutes(20));
        await world.WrittenAsync();
        foreach (var (id, window) in new[] { ("shop-api", "1h"), ("shop-api", "24h"), ("shop-api", "7d"), ("shop-api", "30d"), ("shop-web", "1h") })
        {
            var percent = (double)(await world.GetAsync($"/api/services/{id}/uptime?window={window}"))["uptime_percent"]!;
            Assert.Equal(percent / 100, double.Parse(await RatioAsync(world, id, window), CultureInfo.InvariantCulture), 0.000001);
            Assert.Equal(id == "shop-web", percent == 100);
        }
    }

    private static async Task<string> RatioAsync(World world, string id, string window)
    {
        var series = $$"""hale_service_uptime_ratio{project="shop",service="{{id}}",window="{{window}}"} """;
        return (await world.TextAsync("/metrics")).Split('\n').Single(line => line.StartsWith(series, StringComparison.Ordinal))[series.Length..];
    }

    [GeneratedRegex(@"^# TYPE (\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"\b(?:hale|process|dotnet)_[a-z0-9_]+")]
    private static partial Regex Metric();
}
