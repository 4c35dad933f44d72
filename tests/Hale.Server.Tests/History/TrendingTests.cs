using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Asking;

namespace Hale.Server.Tests.History;

/// <summary>Whether latencies rise or fall.</summary>
public sealed class TrendingTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2.5)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Slope_OfALine_IsItsSlope_WhateverAFewWildStepsSay(double slope)
    {
        var points = Enumerable.Range(0, 24).Select(hour => Of(hour, 100 + slope * hour / 24)).ToArray();
        points[3] = Of(3, 9_000);
        points[17] = Of(17, 0.1);
        points[20] = points[20] with { LatencyMs = null };

        Assert.Equal(slope, Trending.SlopeMsPerDay(points)!.Value, 1e-9);
    }

    [Fact]
    public void Slope_OfTooFewSteps_IsNotKnown()
    {
        var points = Enumerable.Range(0, 6).Select(hour => Of(hour, 1)).ToArray();

        Assert.Equal(0, Trending.SlopeMsPerDay(points));
        Assert.Null(Trending.SlopeMsPerDay([.. points[..5], points[5] with { LatencyMs = null }]));
    }

    private static Point Of(int hour, double milliseconds) =>
        new(T0.AddHours(hour), new(milliseconds, milliseconds, milliseconds, milliseconds, milliseconds), 1, 0, Status.Up);
}
