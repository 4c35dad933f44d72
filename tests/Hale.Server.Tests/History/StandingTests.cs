using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Asking;

namespace Hale.Server.Tests.History;

/// <summary>Each row tells of a window of 100 s: what happened when, when the hub ran, and how long each status lasted.</summary>
public sealed class StandingTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "0-100", 0, 0, 0, 100, 0)]
    [InlineData("-5:up", "0-100", 100, 0, 0, 0, 0)]
    [InlineData("-5:up 40:down 60:up", "0-100", 80, 0, 20, 0, 0)]
    [InlineData("10:up 30:degraded 90:down", "0-100", 20, 60, 10, 10, 0)]
    [InlineData("-5:up 40:paused 70:up", "0-100", 70, 0, 0, 0, 30)]
    [InlineData("-5:up 40:paused 60:resumed 70:up", "0-100", 70, 0, 0, 10, 20)]
    [InlineData("-5:up 40:isolated 70:up", "0-100", 70, 0, 0, 30, 0)]
    // While no hub ran nothing is known.
    [InlineData("-5:up", "", 0, 0, 0, 100, 0)]
    [InlineData("-5:up", "0-20 50-100", 70, 0, 0, 30, 0)]
    [InlineData("-5:up 40:down", "0-50 60-100", 40, 0, 50, 10, 0)]
    [InlineData("-5:up", "-50-20 10-30 25-100", 100, 0, 0, 0, 0)]
    [InlineData("-5:paused", "0-40", 0, 0, 0, 60, 40)]
    // A clock that was set back: what was counted once is not counted again, and the end stays the end.
    [InlineData("-5:up 60:down 40:up", "0-100", 100, 0, 0, 0, 0)]
    [InlineData("-5:up 150:down", "0-100", 100, 0, 0, 0, 0)]
    public void Add_EventsAndRuns_SumsEachStatus(string events, string runs, double up, double degraded, double down, double unknown, double paused)
    {
        var sum = Standing.Add(Events(events), Runs(runs), T0, T0.AddSeconds(100), TimeSpan.Zero);

        Assert.Equal(
            (up, degraded, down, unknown, paused),
            (sum.Up.TotalSeconds, sum.Degraded.TotalSeconds, sum.Down.TotalSeconds, sum.Unknown.TotalSeconds, sum.Paused.TotalSeconds));
    }

    [Fact]
    public void Add_TimeBeforeItWasDeclared_IsUnknown()
    {
        var sum = Standing.Add(Events("70:up"), Runs("0-100"), T0.AddSeconds(60), T0.AddSeconds(100), TimeSpan.FromSeconds(60));

        Assert.Equal((30, 70, 100.0), (sum.Up.TotalSeconds, sum.Unknown.TotalSeconds, sum.Percent));
    }

    [Theory]
    [InlineData("-5:up 50:down", 50.0)]
    [InlineData("-5:degraded 90:down", 90.0)]
    [InlineData("-5:up 50:paused", 100.0)]
    [InlineData("-5:down", 0.0)]
    [InlineData("-5:paused", null)]
    [InlineData("", null)]
    public void Percent_DegradedCountsAsUpAndTheUnknownNotAtAll(string events, double? percent) =>
        Assert.Equal(percent, Standing.Add(Events(events), Runs("0-100"), T0, T0.AddSeconds(100), TimeSpan.Zero).Percent);

    private static StatusEvent[] Events(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each =>
    {
        var (at, word) = (double.Parse(each.Split(':')[0]), each.Split(':')[1]);
        var (to, why) = word switch
        {
            "up" => (Status.Up, Why.Recovered),
            "degraded" => (Status.Degraded, Why.Slow),
            "down" => (Status.Down, Why.Failures),
            "paused" => (Status.Unknown, Why.Paused),
            "resumed" => (Status.Unknown, Why.Resumed),
            _ => (Status.Unknown, Why.HubIsolated),
        };
        return new StatusEvent("a", new(T0.AddSeconds(at), Status.Unknown, to, why, null), null);
    })];

    private static Run[] Runs(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((each, i) =>
    {
        var dash = each.LastIndexOf('-');
        return new Run(i, T0.AddSeconds(double.Parse(each[..dash])), T0.AddSeconds(double.Parse(each[(dash + 1)..])));
    })];
}
