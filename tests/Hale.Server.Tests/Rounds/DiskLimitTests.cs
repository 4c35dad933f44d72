using Hale.Server.Rounds;

namespace Hale.Server.Tests.Rounds;

/// <summary>What goes where the database has outgrown its limit.</summary>
public sealed class DiskLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(30.0, 366, 29.4, 358.68)] // everything is kept in full: both lose a fiftieth
    [InlineData(10.0, 366, 29.4, 358.68)] // sums are what is old
    [InlineData(10.0, 100, 9.8, 119.56)] // results are what is old, and lose alone
    [InlineData(10.0, null, 9.8, 119.56)]
    [InlineData(null, 183, 14.7, 179.34)]
    public void ResultsAndSums_KeepTheSamePartOfTheirTime(double? results, int? sums, double keptResults, double keptSums)
    {
        var cut = DiskLimit.BySize([Held(results, sums, Yesterday)], Now)![0];

        Assert.Equal(keptResults, (Now - cut.Singles).TotalDays, 6);
        Assert.Equal(keptSums, (Now - cut.Sums).TotalDays, 6);
    }

    [Fact]
    public void DaysThatAreNotSummedUp_Stay()
    {
        var rolled = Yesterday.AddDays(-23);

        Assert.Equal(23.52, Days(24), 6);
        Assert.Equal(23, Days(23.4));
        Assert.Null(DiskLimit.BySize([Held(23, 24, rolled)], Now));

        double Days(double results) => (Now - DiskLimit.BySize([Held(results, 24, rolled)], Now)![0].Singles).TotalDays;
    }

    [Fact]
    public void NothingThatMayGo_IsTold()
    {
        Assert.Null(DiskLimit.BySize([Held(5, 5, null)], Now));
        Assert.Null(DiskLimit.BySize([Held(1, 2, Yesterday.AddDays(-2))], Now));
        Assert.Null(DiskLimit.BySize([Held(null, null, Yesterday)], Now));
    }

    /// <summary>Metric samples and results share the room: what is kept longest of its time goes first, whichever it is, until all keep the same part.</summary>
    [Theory]
    [InlineData(30.0, 10.0, 29.4, 29.4)]
    [InlineData(10.0, 30.0, 29.4, 29.4)]
    [InlineData(10.0, 20.0, 19.6, 19.6)]
    [InlineData(null, 20.0, 19.6, 19.6)]
    public void SeveralRooms_KeepTheSamePartOfTheirTime(double? one, double? other, double keptOne, double keptOther)
    {
        var cuts = DiskLimit.BySize([Held(one, null, Yesterday), Held(other, null, Yesterday)], Now)!;

        Assert.Equal((keptOne, keptOther), (Math.Round((Now - cuts[0].Singles).TotalDays, 6), Math.Round((Now - cuts[1].Singles).TotalDays, 6)));
    }

    [Fact]
    public void RoomThatSummedUpNothing_KeepsAll_WhileAnotherLosesSome()
    {
        var cuts = DiskLimit.BySize([Held(20, 20, null), Held(10, null, Yesterday)], Now)!;

        Assert.Equal((30, 9.8), (Math.Round((Now - cuts[0].Singles).TotalDays, 6), Math.Round((Now - cuts[1].Singles).TotalDays, 6)));
    }

    /// <summary>Again and again it comes to an end, and never takes what is not summed up.</summary>
    [Fact]
    public void Repeated_EndsWithTheDaysThatAreNotSummedUp()
    {
        var (results, sums, rounds) = (Now.AddDays(-30), Now.AddDays(-366), 0);
        while (DiskLimit.BySize([Held(new(results, DateOnly.FromDateTime(sums.UtcDateTime)), Yesterday)], Now) is [var cut])
        {
            Assert.True(cut.Singles > results || cut.Sums.AddDays(-1) >= sums.Date);
            (results, sums) = (Later(results, cut.Singles), Later(sums, cut.Sums));
            Assert.InRange(rounds++, 0, 1_000);
        }

        Assert.Equal(Now, results);
    }

    private static DateOnly Yesterday => DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static Holding Held(double? results, int? sums, DateOnly? rolled) => Held(
        new(results is { } days ? Now.AddDays(-days) : null, sums is { } more ? DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-more) : null), rolled);

    private static Holding Held(OldestKept oldest, DateOnly? rolled) => new(oldest, rolled, TimeSpan.FromDays(30), TimeSpan.FromDays(366));
}
