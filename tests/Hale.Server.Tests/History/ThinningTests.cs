using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Asking;
using Hale.Server.History.Coding;

namespace Hale.Server.Tests.History;

public sealed class ThinningTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3_600, 300, 12)]
    [InlineData(86_400, 300, 288)]
    [InlineData(604_800, 1_000, 605)]
    [InlineData(60, 300, 1)]
    [InlineData(0.5, 1, 1)]
    [InlineData(3_600.001, 1, 3_601)]
    public void Step_WindowAndPoints_IsWholeSecondsThatCoverIt(double window, int points, double step) =>
        Assert.Equal(TimeSpan.FromSeconds(step), Thinning.Step(T0, T0.AddSeconds(window), points));

    [Fact]
    public void Add_SamplesOfAStep_AreSummed()
    {
        var points = Thin(10, Seen(0, 3), Seen(1, 1), Seen(9.999, 2));

        var point = Assert.Single(points);
        Assert.Equal((T0, 3, 0, Status.Up), (point.At, point.Checks, point.Failures, point.Status));
        var latency = point.LatencyMs!;
        Assert.Equal((Kept(1), Kept(3), Kept(2), Kept(3)), (latency.Min, latency.Max, latency.P50, latency.P95));
        Assert.Equal((Kept(1) + Kept(2) + Kept(3)) / 3, latency.Avg, 1e-9);
    }

    [Fact]
    public void Add_SamplesOfSeveralSteps_LeaveOutTheEmptyOnes()
    {
        var points = Thin(10, Seen(0, 1), Seen(10, 2), Seen(35, 3));

        Assert.Equal([0, 10, 30], points.Select(point => (point.At - T0).TotalSeconds));
        Assert.All(points, point => Assert.Equal(1, point.Checks));
    }

    [Fact]
    public void Add_Failures_AreCountedAndHaveNoLatencyUnlessAnAnswerCame()
    {
        var points = Thin(10, Failed(0, null), Failed(1, 7), Failed(10, null));

        Assert.Equal((2, 2, Kept(7)), (points[0].Checks, points[0].Failures, points[0].LatencyMs!.Avg));
        Assert.Equal((1, 1, null), (points[1].Checks, points[1].Failures, points[1].LatencyMs));
    }

    [Theory]
    [InlineData(Status.Up, Status.Up, Status.Up)]
    [InlineData(Status.Up, Status.Unknown, Status.Unknown)]
    [InlineData(Status.Degraded, Status.Unknown, Status.Degraded)]
    [InlineData(Status.Up, Status.Degraded, Status.Degraded)]
    [InlineData(Status.Down, Status.Degraded, Status.Down)]
    public void Status_OfAStep_IsTheWorst(Status one, Status other, Status worst)
    {
        Assert.Equal(worst, Thin(10, Seen(0, 1, one), Seen(1, 1, other)).Single().Status);
        Assert.Equal(worst, Thin(10, Seen(0, 1, other), Seen(1, 1, one)).Single().Status);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(20, 10, 19)]
    [InlineData(100, 50, 95)]
    public void Percentiles_OfOneToN_AreNearestRanks(int n, double median, double p95)
    {
        var latencies = Thin(1_000, [.. Enumerable.Range(1, n).Reverse().Select((latency, i) => Seen(i, latency))]).Single().LatencyMs!;

        Assert.Equal((Kept(median), Kept(p95)), (latencies.P50, latencies.P95));
    }

    private static double Kept(double latency) => LatencyScale.Milliseconds(LatencyScale.Of(latency))!.Value;

    private static Reading Seen(double second, double latency, Status status = Status.Up) =>
        Reading.Of(T0.AddSeconds(second), latency, status, null, null);

    private static Reading Failed(double second, double? latency) => Reading.Of(T0.AddSeconds(second), latency, Status.Up, FailureKind.HttpStatus, "500");

    private static IReadOnlyList<Point> Thin(int step, params Reading[] readings)
    {
        var thinning = new Thinning(T0, TimeSpan.FromSeconds(step));
        thinning.Add(readings);
        return thinning.Done();
    }
}
