using Hale.Monitoring.Watch;

namespace Hale.Server.Tests;

public sealed class ThriftTests
{
    private const int Many = Thrift.FewestServices;
    private const int Round = Many / 2 * 3;
    private const long Live = 200_000_000;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Many, Round, 300_000_000, true)]
    [InlineData(Many - 1, Round, 300_000_000, false)]
    [InlineData(Many, Round - 1, 300_000_000, false)]
    [InlineData(Many, Round, 266_000_001, true)]
    [InlineData(Many, Round, 266_000_000, false)]
    public void IsWorth_AfterTheStart_OfManyOnceAllWereChecked(int services, long finished, long committed, bool worth)
    {
        var thrift = new Thrift();
        thrift.Collected(Start, Live, afterRound: false);

        Assert.Equal(worth, thrift.IsWorth(Start.AddSeconds(10), Watch(services, finished), committed));
    }

    [Fact]
    public void IsWorth_BeforeAnythingWasCollected_IsNot() => Assert.False(new Thrift().IsWorth(Start, Watch(Many, Round), long.MaxValue));

    [Fact]
    public void IsWorth_AfterOneThatWasWorthIt_WaitsTenMinutesAndMeasuresAnew()
    {
        var thrift = new Thrift();
        thrift.Collected(Start, Live, afterRound: true);

        Assert.False(thrift.IsWorth(Start + Thrift.Between - TimeSpan.FromSeconds(1), Watch(Many, Round), 300_000_000));
        Assert.True(thrift.IsWorth(Start + Thrift.Between, Watch(Many, Round), 300_000_000));

        thrift.Collected(Start + Thrift.Between, 2 * Live, afterRound: true);
        Assert.False(thrift.IsWorth(Start + (2 * Thrift.Between), Watch(Many, Round), 300_000_000));
    }

    private static WatchFigures Watch(int active, long finished) => new(active, finished, finished, 0, 0, 0, 0, TimeSpan.Zero, new([], 0));
}
