using Hale.Server.History;
using Hale.Server.History.Keeping;

namespace Hale.Server.Tests.History;

/// <summary>What goes where the database has outgrown its limit.</summary>
public sealed class DiskLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly HistoryOptions Options = new() { MaxDisk = 1 };

    [Theory]
    [InlineData(30.0, 366, 29.4, 358.68)] // everything is kept in full: both lose a fiftieth
    [InlineData(10.0, 366, 29.4, 358.68)] // sums are what is old
    [InlineData(10.0, 100, 9.8, 119.56)] // results are what is old, and lose alone
    [InlineData(10.0, null, 9.8, 119.56)]
    [InlineData(null, 183, 14.7, 179.34)]
    public void ResultsAndSums_KeepTheSamePartOfTheirTime(double? results, int? sums, double keptResults, double keptSums)
    {
        var cut = DiskLimit.BySize(Oldest(results, sums), Yesterday, Options, Now)!.Value;

        Assert.Equal(keptResults, (Now - cut.Results).TotalDays, 6);
        Assert.Equal(keptSums, (Now - cut.Sums).TotalDays, 6);
    }

    [Fact]
    public void DaysThatAreNotSummedUp_Stay()
    {
        var rolled = Yesterday.AddDays(-23);

        Assert.Equal(23.52, Days(24), 6);
        Assert.Equal(23, Days(23.4));
        Assert.Null(DiskLimit.BySize(Oldest(23, 24), rolled, Options, Now));

        double Days(double results) => (Now - DiskLimit.BySize(Oldest(results, 24), rolled, Options, Now)!.Value.Results).TotalDays;
    }

    [Fact]
    public void NothingThatMayGo_IsTold()
    {
        Assert.Null(DiskLimit.BySize(Oldest(5, 5), null, Options, Now));
        Assert.Null(DiskLimit.BySize(Oldest(1, 2), Yesterday.AddDays(-2), Options, Now));
        Assert.Null(DiskLimit.BySize(default, Yesterday, Options, Now));
    }

    /// <summary>Again and again it comes to an end, and never takes what is not summed up.</summary>
    [Fact]
    public void Repeated_EndsWithTheDaysThatAreNotSummedUp()
    {
        var (results, sums, rounds) = (Now.AddDays(-30), Now.AddDays(-366), 0);
        while (DiskLimit.BySize(new(results, DateOnly.FromDateTime(sums.UtcDateTime)), Yesterday, Options, Now) is { } cut)
        {
            Assert.True(cut.Results > results || cut.Sums.AddDays(-1) >= sums.Date);
            (results, sums) = (Later(results, cut.Results), Later(sums, cut.Sums));
            Assert.InRange(rounds++, 0, 1_000);
        }

        Assert.Equal(Now, results);
    }

    private static DateOnly Yesterday => DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static OldestKept Oldest(double? results, int? sums) => new(
        results is { } days ? Now.AddDays(-days) : null, sums is { } more ? DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-more) : null);
}
