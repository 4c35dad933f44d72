using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Tests.Specs;

/// <summary>What Berlin's clocks do in 2026: on 29 March 02:00 is skipped to 03:00, on 25 October 03:00 becomes 02:00 again.</summary>
public sealed class CronScheduleTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00Z", "03-29T01:00 03-30T00:30")] // skipped: just after the gap
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", "10-25T00:30 10-26T01:30")] // comes twice: counts once
    [InlineData("0 3 * * *", "2026-10-24T12:00Z", "10-25T02:00 10-26T02:00")]
    [InlineData("@weekly", "2026-10-24T12:00Z", "10-24T22:00 10-31T23:00")]
    [InlineData("15 0 0 1 1 *", "2026-03-28T12:00Z", "12-31T23:00 12-31T23:00")] // six fields: seconds first
    public void Next_OverAChangeOfClocks_GoesByTheZone(string cron, string after, string expected)
    {
        var schedule = CronSchedule.Read(cron, Berlin, out var allowed)!;
        Assert.Null(allowed);

        var first = schedule.Next(DateTimeOffset.Parse(after))!.Value;

        Assert.Equal(expected, $"{first:MM-dd'T'HH:mm} {schedule.Next(first)!.Value:MM-dd'T'HH:mm}");
    }

    [Fact]
    public void Next_Inclusive_TakesTheMomentItself()
    {
        var schedule = CronSchedule.Read("0 * * * *", TimeZoneInfo.Utc, out _)!;
        var hour = new DateTimeOffset(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

        Assert.Equal((hour, hour.AddHours(1)), (schedule.Next(hour, inclusive: true), schedule.Next(hour)));
    }

    [Theory]
    [InlineData("61 * * * *", "a cron expression of five fields")]
    [InlineData("H 2 * * *", "a cron expression of five fields")]
    [InlineData("0 0 31 2 *", "a schedule that comes to pass")]
    public void Read_SomethingElse_SaysWhatIsAllowed(string text, string expected)
    {
        Assert.Null(CronSchedule.Read(text, TimeZoneInfo.Utc, out var allowed));
        Assert.StartsWith(expected, allowed, StringComparison.Ordinal);
    }
}
