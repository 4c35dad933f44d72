using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Asking;

namespace Hale.Server.Tests.History;

/// <summary>Each row tells of a window of 100 s: what happened when, when the hub ran, and how long each status lasted.</summary>
public sealed class TimelineTests
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
    public void Of_EventsAndRuns_SumToEachStatus(string events, string runs, double up, double degraded, double down, double unknown, double paused)
    {
        var sum = Timeline.Sum(Timeline.Of(Events(events), Runs(runs), T0, T0.AddSeconds(100)));

        Assert.Equal(
            (up, degraded, down, unknown, paused),
            (sum.Up.TotalSeconds, sum.Degraded.TotalSeconds, sum.Down.TotalSeconds, sum.Unknown.TotalSeconds, sum.Paused.TotalSeconds));
    }

    [Theory]
    [InlineData("-5:up 50:down", 50.0)]
    [InlineData("-5:degraded 90:down", 90.0)]
    [InlineData("-5:up 50:paused", 100.0)]
    [InlineData("-5:down", 0.0)]
    [InlineData("-5:paused", null)]
    [InlineData("", null)]
    public void Percent_DegradedCountsAsUpAndTheUnknownNotAtAll(string events, double? percent) =>
        Assert.Equal(percent, Timeline.Sum(Timeline.Of(Events(events), Runs("0-100"), T0, T0.AddSeconds(100))).Percent);

    [Fact]
    public void Of_IsWithoutGapAndWithoutNeighboursOfOneKind()
    {
        var spans = Spans("-5:up 20:down 20:up 40:paused 150:up", "-10-15 30-60");

        Assert.Equal("0-15 Up, 15-30 Unknown, 30-40 Up, 40-60 Paused, 60-100 Unknown", Told(spans));
    }

    // What it depends on is down from 20 to 40 and from 60 to 80.
    [Theory]
    [InlineData("-5:down", "0-20 Down, 20-40 Down!, 40-60 Down, 60-80 Down!, 80-100 Down")]
    [InlineData("-5:up 30:down 70:up", "0-20 Up, 20-30 Up!, 30-40 Down!, 40-60 Down, 60-70 Down!, 70-80 Up!, 80-100 Up")]
    [InlineData("-5:up 40:down 60:up", "0-20 Up, 20-40 Up!, 40-60 Down, 60-80 Up!, 80-100 Up")]
    public void Caused_MarksTheTimesInWhichADependencyWasDown(string own, string expected)
    {
        var marked = Marking.Caused(Spans(own), [Spans("-5:up 20:down 35:up 60:down 80:up"), Spans("30:down 40:up")]);

        Assert.Equal(expected, Told(marked));
    }

    [Fact]
    public void Caused_IsAPartOfDown()
    {
        var sum = Timeline.Sum(Marking.Caused(Spans("-5:up 30:down 70:up"), [Spans("-5:up 20:down 40:up")]));

        Assert.Equal((40.0, 10.0, 60.0), (sum.Down.TotalSeconds, sum.Caused.TotalSeconds, sum.Up.TotalSeconds));
    }

    [Theory]
    [InlineData("-5:up 20:down 40:up", "-5:up 50:degraded 60:up", "0-20 Up, 20-40 Down, 40-50 Up, 50-60 Degraded, 60-100 Up")]
    [InlineData("-5:up", "-5:up 10:down 40:up", "0-10 Up, 10-40 Degraded, 40-100 Up")] // the second one is not critical
    [InlineData("-5:up 30:paused 60:up", "-5:down", "0-100 Degraded")]
    [InlineData("-5:paused 50:up", "-5:paused", "0-50 Paused, 50-100 Up")]
    [InlineData("", "-5:paused", "0-100 Unknown")]
    [InlineData("20:up", "40:up", "0-20 Unknown, 20-100 Up")]
    public void Whole_OfTwo_IsTheWorstAtEachMoment(string one, string other, string expected) =>
        Assert.Equal(expected, Told(Timeline.Whole([new(Spans(one), Critical: true), new(Spans(other), Critical: false)])));

    [Fact]
    public void Whole_OfOneThatStandsOnWhatIsDown_IsDegraded() =>
        Assert.Equal("0-20 Up, 20-30 Degraded, 30-100 Up", Told(Timeline.Whole([new(Marking.Caused(Spans("-5:up"), [Spans("20:down 30:up")]), Critical: true)])));

    /// <summary>Of many at random moments: at any moment the whole is what the rule for aggregates says of its parts.</summary>
    [Fact]
    public void Whole_OfMany_IsTheAggregateAtAnyMoment()
    {
        string[] words = ["up", "degraded", "down", "paused", "resumed"];
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var parts = Enumerable.Range(0, 1 + random.Next(8)).Select(_ => new Part(
                Marking.Maintained(
                    Spans(string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(-5, 100)).Order().Select(at => $"{at}:{words[random.Next(5)]}"))),
                    random.Next(2) == 0 ? [] : [new(T0.AddSeconds(random.Next(50)), T0.AddSeconds(random.Next(50, 120)))]),
                random.Next(2) == 0)).ToArray();

            var whole = Timeline.Whole(parts);

            for (var second = 0; second < 100; second++)
            {
                var members = parts.Select(part => (At(part.Spans, second), part.Critical)).ToArray();
                var expected = Aggregate.Of(members.Select(each => new Member(Status(each.Item1), each.Critical, null, each.Item1 == Stance.Paused))) switch
                {
                    Overall.Healthy => Stance.Up,
                    Overall.Degraded => Stance.Degraded,
                    Overall.Unhealthy => Stance.Down,
                    _ when members.Any(each => each.Item1 == Stance.Maintenance) => Stance.Maintenance,
                    _ => members.All(each => each.Item1 == Stance.Paused) ? Stance.Paused : Stance.Unknown,
                };
                Assert.True(expected == At(whole, second), $"seed {seed}, second {second}");
            }
        }

        static Stance At(IReadOnlyList<Span> spans, int second) => spans.Single(span => span.From <= T0.AddSeconds(second) && T0.AddSeconds(second) < span.To).Stance;

        static Status Status(Stance stance) =>
            stance switch { Stance.Up => Monitoring.Health.Status.Up, Stance.Degraded => Monitoring.Health.Status.Degraded, Stance.Down => Monitoring.Health.Status.Down, _ => default };
    }

    [Fact]
    public void Within_IsCutAtBothEnds() =>
        Assert.Equal("30-40 Up, 40-60 Down", Told(Timeline.Within(Spans("-5:up 40:down 70:up"), T0.AddSeconds(30), T0.AddSeconds(60))));

    [Theory]
    [InlineData("-5:up", 4, "Up Up Up Up")]
    [InlineData("-5:up 25:down 50:up", 4, "Up Down Up Up")] // on the edges: neither neighbour has any of it
    [InlineData("-5:up 24:down 51:up", 4, "Down Down Down Up")]
    [InlineData("-5:up 60:degraded 70:down 74:up", 4, "Up Up Down Up")]
    [InlineData("30:up 80:paused", 4, "Unknown Up Up Up")]
    [InlineData("30:paused", 4, "Unknown Paused Paused Paused")]
    [InlineData("-5:up 33:down 34:up", 3, "Down Down Up")]
    [InlineData("-5:degraded", 1, "Degraded")]
    [InlineData("", 2, "Unknown Unknown")]
    public void Slots_AreTheWorstOfTheirTime(string events, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', Timeline.Slots(Spans(events), T0, T0.AddSeconds(100), count)));

    private static List<Span> Spans(string events, string runs = "-10-200") => Timeline.Of(Events(events), Runs(runs), T0, T0.AddSeconds(100));

    private static string Told(IEnumerable<Span> spans) =>
        string.Join(", ", spans.Select(span => $"{(span.From - T0).TotalSeconds}-{(span.To - T0).TotalSeconds} {span.Stance}{(span.Caused ? "!" : "")}"));

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
