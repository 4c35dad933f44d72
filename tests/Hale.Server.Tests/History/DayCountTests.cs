using Hale.Server.History.Keeping;

namespace Hale.Server.Tests.History;

public sealed class DayCountTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sum_ChecksOfADay_FallOutHourByHour()
    {
        var day = default(DayCount);
        for (var minute = 0; minute < 48 * 60; minute++)
            day.Add(T0.AddMinutes(minute), failed: minute % 10 == 0);

        Assert.Equal((24 * 60, 24 * 6), day.Sum(T0.AddMinutes((48 * 60) - 1)));
        Assert.Equal((23 * 60, 23 * 6), day.Sum(T0.AddHours(48)));
        Assert.Equal((60, 6), day.Sum(T0.AddHours(48 + 22)));
        Assert.Equal((0, 0), day.Sum(T0.AddHours(48 + 23)));
    }

    [Fact]
    public void Add_AfterAGap_ForgetsWhatLiesBetween()
    {
        var day = default(DayCount);
        day.Add(T0, true);
        day.Add(T0.AddHours(5), true);
        day.Add(T0.AddHours(26), false);

        Assert.Equal((2, 1), day.Sum(T0.AddHours(26)));
    }

    [Fact]
    public void Add_LateResult_CountsInItsOwnHour()
    {
        var day = default(DayCount);
        day.Add(T0, false);
        day.Add(T0.AddHours(-3), true);

        Assert.Equal((2, 1), day.Sum(T0));
        Assert.Equal((1, 0), day.Sum(T0.AddHours(21)));
    }

    [Fact]
    public void Add_ClockSetBackByDays_GoesOnCounting()
    {
        var day = default(DayCount);
        day.Add(T0.AddDays(400), true);
        day.Add(T0, false);

        Assert.Equal((1, 0), day.Sum(T0));
    }

    [Fact]
    public void Load_Saved_IsTheSame()
    {
        var day = default(DayCount);
        for (var hour = 0; hour < 30; hour += 2)
            day.Add(T0.AddHours(hour), failed: hour % 4 == 0);

        var loaded = DayCount.Load(day.Save());

        Assert.Equal(day.Sum(T0.AddHours(28)), loaded.Sum(T0.AddHours(28)));
        Assert.Equal(day.Save().Checks, loaded.Save().Checks);
        Assert.Equal(day.Save().Failures!, loaded.Save().Failures!);
    }
}
