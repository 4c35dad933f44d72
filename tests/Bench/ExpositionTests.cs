using Hale.Bench.Fleet.Figures;

namespace Hale.Bench.Tests;

public sealed class ExpositionTests
{
    private const string Name = "hale_schedule_lateness_seconds";

    [Fact]
    public async Task Sum_IsOverTheServicesOfAProject()
    {
        var page = await ReadAsync("""
            # HELP hale_checks_total Checks.
            hale_checks_total{project="fleet",service="a",outcome="success"} 3
            hale_checks_total{project="fleet",service="b",outcome="success"} 4
            hale_checks_total{project="fleet",service="b",outcome="failure"} 1
            hale_checks_total{project="other",service="c",outcome="success"} 100
            hale_checks_total_of_another_family 1000
            process_cpu_seconds_total 1.5

            """);
        Assert.Equal(7, page.Sum("hale_checks_total", "project=\"fleet\"", "outcome=\"success\""));
        Assert.Equal(108, page.Sum("hale_checks_total"));
        Assert.Equal(1.5, page.Sum("process_cpu_seconds_total"));
        Assert.Equal(0, page.Sum("absent"));
    }

    [Theory]
    [InlineData(0.5, 0.002)]
    [InlineData(0.25, 0.001)]
    [InlineData(0.75, 0.003)]
    [InlineData(0.9, 0.008)]
    [InlineData(1, double.PositiveInfinity)]
    public async Task Quantile_LiesEvenlyWithinItsBucket(double quantile, double expected)
    {
        // One of the ten was there before; of the others 4 are up to 1 ms … by bounds 0.001, 0.003, 0.008, and one beyond.
        var before = await ReadAsync(Page(1, 1, 1, 1));
        var after = await ReadAsync(Page(6, 16, 19, 21));
        Assert.Equal(expected, after.Quantile(before, Name, quantile), 6);
    }

    [Fact]
    public async Task Quantile_WithoutASample_IsNoNumber()
    {
        var page = await ReadAsync(Page(6, 16, 19, 21));
        Assert.True(double.IsNaN(page.Quantile(page, Name, 0.99)));
        Assert.True(double.IsNaN(page.Most(page, Name)));
        Assert.True(double.IsNaN((await ReadAsync("")).Quantile(page, Name, 0.99)));
    }

    [Theory]
    [InlineData(5, 5, 5, 5, 0.001)]
    [InlineData(5, 6, 6, 6, 0.003)]
    [InlineData(5, 6, 6, 7, double.PositiveInfinity)]
    public async Task Most_IsTheBoundOfTheLastBucketThatGrew(int first, int second, int third, int all, double expected) =>
        Assert.Equal(expected, (await ReadAsync(Page(first, second, third, all))).Most(await ReadAsync(Page(1, 1, 1, 1)), Name));

    private static string Page(params int[] counts) => $$"""
        {{Name}}_bucket{le="0.001"} {{counts[0]}}
        {{Name}}_bucket{le="0.003"} {{counts[1]}}
        {{Name}}_bucket{le="0.008"} {{counts[2]}}
        {{Name}}_bucket{le="+Inf"} {{counts[3]}}
        {{Name}}_sum 0.1
        {{Name}}_count {{counts[3]}}
        """;

    private static Task<Exposition> ReadAsync(string page) => Exposition.ReadAsync(new StringReader(page), TestContext.Current.CancellationToken);
}
