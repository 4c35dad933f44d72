using System.Text.RegularExpressions;
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

    [GeneratedRegex(@"^# TYPE (\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"\b(?:hale|process|dotnet)_[a-z0-9_]+")]
    private static partial Regex Metric();
}
