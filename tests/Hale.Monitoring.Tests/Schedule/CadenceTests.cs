using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Schedule;

namespace Hale.Monitoring.Tests.Schedule;

public sealed class CadenceTests
{
    [Theory]
    [InlineData(1, 30, 5)]
    [InlineData(10_000, 30, 5)]
    [InlineData(20_000, 30, 10)]
    [InlineData(100_000, 30, 27)]
    [InlineData(1, 2, 2)]
    [InlineData(100_000, 4, 4)]
    [InlineData(100_000, 5.4, 5)]
    public void Spread_IsFiveSecondsOrTwoThousandASecondAndWithinTheInterval(int count, double interval, double expected) =>
        Assert.Equal(expected, Cadence.Spread(count, TimeSpan.FromSeconds(interval)).TotalSeconds);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(2_000_000_000, 30)]
    public void Early_DoublesUpToTheInterval(int failures, double expected)
    {
        var interval = TimeSpan.FromSeconds(30);
        var tick = Timetable.Tick.TotalSeconds;
        Assert.Equal(expected, Cadence.Early(failures, interval, 0.5).TotalSeconds, tick);
        Assert.InRange(Cadence.Early(failures, interval, 0).TotalSeconds, (expected * 0.9) - 0.001, expected);
        Assert.InRange(Cadence.Early(failures, interval, 1).TotalSeconds, expected, Math.Min(30, (expected * 1.1) - tick + 0.001));
    }

    [Fact]
    public void Early_OverALongInterval_DoesNotOverflow() =>
        Assert.Equal(TimeSpan.FromDays(31), Cadence.Early(500, TimeSpan.FromDays(31), 1));

    [Fact]
    public void Place_OfLikeKeys_IsEvenAndTheSameForEver()
    {
        var counts = Enumerable.Range(0, 100_000).CountBy(i => (int)(Cadence.Place($"shop-service-{i}") * 100)).ToDictionary();
        Assert.Equal(100, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
        Assert.Equal(0.2278646462, Cadence.Place("shop-api"), 9);
    }

    [Fact]
    public void Places_OfThoseOfAnInterval_AreEvenInTheOrderOfTheirHash()
    {
        var all = Enumerable.Range(0, 90).Select(i => ($"s{i}", TimeSpan.FromSeconds(i % 3 == 0 ? 60 : 30))).ToList();
        var places = Cadence.Places(all);
        var thirty = Enumerable.Range(0, 90).Where(i => i % 3 > 0).OrderBy(i => Cadence.Place($"s{i}")).Select(i => places[i]);
        Assert.All(thirty.Index(), each => Assert.Equal((each.Index + 0.5) / 60, each.Item, 12));
        Assert.Equal(30, all.Index().Where(each => each.Item.Item2.TotalSeconds == 60).Select(each => (int)(places[each.Index] * 30)).Distinct().Count());
        Assert.Empty(Cadence.Places([]));
    }

    [Fact]
    public void AtLaunch_AnyKey_HasItsSecondCheckAfterTheSpreadAndWithinTheInterval() =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ToArbitrary(), Gen.Choose(1, 200_000).ToArbitrary(), Gen.Choose(1, 86_400).ToArbitrary(),
            (id, count, seconds) =>
            {
                var (interval, now) = (TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(17));
                var spread = Cadence.Spread(count, interval);
                var (first, anchor) = Cadence.AtLaunch(Cadence.Place($"s{id}"), count, interval, now);
                Assert.InRange(first - now, TimeSpan.Zero, spread);
                Assert.InRange((anchor - first).Ticks, spread.Ticks - 2, interval.Ticks + 2);
            }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Regular_AnyMoment_IsTheFirstTickAfterItAtItsPhase() =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ToArbitrary(), Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(0, 5_000_000).ToArbitrary(),
            (anchor, interval, after) =>
            {
                var tick = Cadence.Regular(TimeSpan.FromTicks(anchor), TimeSpan.FromTicks(interval), TimeSpan.FromTicks(after)).Ticks;
                Assert.InRange(tick, after + 1L, (long)after + interval);
                Assert.Equal(0, (tick - anchor) % interval);
            }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Influx_OneNowAndThen_IsNotHeldUp()
    {
        var influx = new Influx();
        foreach (var second in new[] { 0.0, 1, 1.001, 50 })
            Assert.Equal(second, influx.Next("a", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(second)).First.TotalSeconds, 0.001);
    }

    [Fact]
    public void Influx_MoreThanTheIntervalHolds_IsSpreadOverTheInterval()
    {
        var (influx, now, interval) = (new Influx(), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(2));
        var firsts = Enumerable.Range(0, 10_000).Select(i => influx.Next($"s{i}", interval, now).First - now).ToList();
        Assert.All(firsts, first => Assert.InRange(first, TimeSpan.Zero, interval));
        Assert.InRange(firsts.Skip(5000).Average(first => first.TotalSeconds), 0.9, 1.1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.004)]
    [InlineData(0.3)]
    public void Influx_Burst_IsEvenOverTheIntervalFromTheSecondCheckOn(double pause)
    {
        var (influx, interval) = (new Influx(), TimeSpan.FromSeconds(30));
        var all = Enumerable.Range(0, 60).Select(i => influx.Next($"s{i}", interval, TimeSpan.FromSeconds(9 + (i * pause)))).ToList();
        Assert.Equal(all[0].First, all[0].Anchor);
        Assert.All(all, each => Assert.InRange(each.Anchor - each.First, TimeSpan.Zero, interval));
        Assert.All(all.CountBy(each => (int)(each.Anchor.TotalSeconds % 30)), second => Assert.InRange(second.Value, 1, 5));
    }
}
