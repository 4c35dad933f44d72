using Hale.Server.Rounds;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Rounds;

/// <summary>A write-ahead log stays short: everything that it holds is saved, and then it is trimmed to where the round began.</summary>
public sealed class SweepTests
{
    private readonly ManualTime _time = new();
    private int _lists;

    [Fact]
    public void Round_BeginsWhereTheLogIsLong_AndTrimsWhenAllAreSaved()
    {
        var sweep = Of(600, new(1_000_000, TimeSpan.FromHours(1)));

        Assert.Equal((0, 0), Next(sweep, 999_999, 1));
        Assert.Equal((256, 0), Next(sweep, 1, 2));
        Assert.Equal((256, 0), Next(sweep, 10, 3));
        Assert.Equal((88, 2), Next(sweep, 10, 4));
        Assert.Equal((0, 0), Next(sweep, 10, 5));
    }

    [Fact]
    public void Round_BeginsWhereTheLogIsOld_UnlessNothingIsInIt()
    {
        var sweep = Of(10, new(1_000_000, TimeSpan.FromHours(1)));
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal((0, 0), Next(sweep, 0, 1));
        Assert.Equal((10, 2), Next(sweep, 1, 2));
        Assert.Equal((0, 0), Next(sweep, 1, 3));
    }

    [Fact]
    public void Round_OfMany_TakesSomeTurns_AndFewerWhereTheLogGrowsFast()
    {
        var sweep = Of(100_000, new(1, TimeSpan.FromHours(1)));

        Assert.Equal((0, 0), Next(sweep, 128 * 100_000 - 1, 1));
        Assert.Equal((3_125, 0), Next(sweep, 1, 2));
        Assert.Equal((50_000, 0), Next(sweep, 64 * 100_000, 3));
    }

    [Fact]
    public void WhileNothingIsDue_NothingIsListed()
    {
        var sweep = Of(10, new(1_000_000, TimeSpan.FromHours(1)));

        for (var i = 1; i < 100; i++)
            Next(sweep, 1, i);

        Assert.Equal(0, _lists);
    }

    private static (int Turn, long Trim) Next(Sweep<int> sweep, long bytes, long through)
    {
        var (turn, trim) = sweep.Next(bytes, through);
        return (turn.Count, trim);
    }

    private Sweep<int> Of(int held, AheadLimit limit) => new(
        () => held,
        () =>
        {
            _lists++;
            return [.. Enumerable.Range(0, held)];
        },
        limit, _time);
}
