using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Heartbeat;
using Hale.Server.Heartbeats;
using Hale.Server.Heartbeats.Keeping;

namespace Hale.Server.Tests.Heartbeats;

public sealed class RhythmTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly HeartbeatOptions Options = new() { Grace = TimeSpan.FromMinutes(5) };

    [Fact]
    public void Success_AfterAStart_TakesAsLongAsBetween()
    {
        var (running, _, nothing) = new Rhythm(T0).Take(At(10, BeatKind.Start));
        Assert.Null(nothing);

        var (next, beat, seen) = running.Take(At(12, BeatKind.Success, body: "42 rows"));

        Assert.Equal((T0.AddMinutes(12), null), (next.CountedFrom, next.StartedAt));
        Assert.Equal(TimeSpan.FromMinutes(2), beat.Duration);
        Assert.Equal((true, T0.AddMinutes(10), TimeSpan.FromMinutes(2)), (seen!.Success, seen.At, seen.Latency));
        Assert.Equal(T0.AddMinutes(12) + Hour + Options.Grace, next.Deadline(Options, Hour));
    }

    [Fact]
    public void Success_WithoutAStart_HasNoLatency()
    {
        var seen = new Rhythm(T0).Take(At(1, BeatKind.Success)).Seen!;
        Assert.True(seen.Success);
        Assert.Null(seen.Latency);
    }

    [Theory]
    [InlineData(3, null, "the job ended with exit status 3")]
    [InlineData(1, "disk full\nmore", "the job ended with exit status 1: disk full")]
    [InlineData(null, "  no luck  ", "the job says that it failed: no luck")]
    public void Fail_IsHardExitCode_WithTheFirstLineOfWhatItSaid(int? status, string? body, string message)
    {
        var seen = new Rhythm(T0).Take(At(1, BeatKind.Fail, status, body)).Seen!;
        Assert.Equal(new(FailureKind.ExitCode, message), seen.Failure);
    }

    [Fact]
    public void Log_ChangesNothing()
    {
        var rhythm = new Rhythm(T0, T0.AddMinutes(1));
        var (next, _, seen) = rhythm.Take(At(5, BeatKind.Log, body: "half way"));
        Assert.Equal((rhythm, null), (next, seen));
    }

    [Fact]
    public void Start_AfterAClockWasSetBack_TakesNoTimeLessThanNothing()
    {
        var seen = new Rhythm(T0, T0.AddMinutes(30)).Take(At(5, BeatKind.Success)).Seen!;
        Assert.Null(seen.Latency);
    }

    [Fact]
    public void Miss_AgainAndAgain_IsOnceInEveryInterval()
    {
        var rhythm = new Rhythm(T0);
        for (var n = 1; n <= 3; n++)
        {
            Assert.Equal(T0 + n * Hour + Options.Grace, rhythm.Deadline(Options, Hour));
            (rhythm, var seen) = rhythm.Miss(Options, Hour);
            Assert.Equal(FailureKind.HeartbeatMissed, seen.Failure!.Kind);
            Assert.False(seen.Failure.Soft);
            Assert.Equal($"no heartbeat by 2026-11-05 {10 + n}:05:00Z, 5m after it was due (heartbeat missed)", seen.Failure.Message);
            Assert.Null(seen.Latency);
        }
    }

    [Fact]
    public void Miss_OfARunThatBegan_SaysSo()
    {
        var seen = new Rhythm(T0, T0.AddMinutes(10)).Miss(Options, Hour).Seen;
        Assert.Equal("the run that began at 2026-11-05 10:10:00Z has not ended by 2026-11-05 11:05:00Z (heartbeat missed)", seen.Failure!.Message);
    }

    [Fact]
    public void Deadline_IsNotBeforeTheHubCouldHaveHeard() =>
        Assert.Equal(T0.AddHours(9), new Rhythm(T0, null, T0.AddHours(9)).Deadline(Options, Hour));

    [Theory]
    [InlineData("30 2 * * *", "UTC", "2026-11-06T02:35:00Z")]
    [InlineData("*/10 * * * *", "UTC", "2026-11-05T10:15:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-11-06T01:35:00Z")]
    [InlineData("@daily", "UTC", "2026-11-06T00:05:00Z")]
    [InlineData("0 9 * * MON", "America/New_York", "2026-11-09T14:05:00Z")]
    public void Deadline_OfASchedule_IsItsNextTimeAndTheGrace(string schedule, string zone, string expected)
    {
        var options = Options with { Schedule = schedule, TimeZone = zone };
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), new Rhythm(T0).Deadline(options, Hour));
    }

    [Theory]
    // The hour from 2 to 3 is skipped on 29 March 2026, and comes twice on 25 October.
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T01:05:00Z")]
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T00:35:00Z")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-26T01:35:00Z")]
    public void Deadline_WhereClocksAreChanged_ComesOnce(string after, string expected)
    {
        var options = Options with { Schedule = "30 2 * * *", TimeZone = "Europe/Berlin" };
        var rhythm = new Rhythm(DateTimeOffset.Parse(after, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), rhythm.Deadline(options, Hour));
    }

    [Fact]
    public void Written_AndRead_IsTheSame()
    {
        var rhythm = new Rhythm(T0, T0.AddMinutes(1), T0.AddDays(1));
        Assert.Equal(rhythm, Rhythm.Read(rhythm.Write()));
        Assert.Null(Rhythm.Read("{"));
        Assert.Null(Rhythm.Read("null"));
    }

    private static Beat At(int minute, BeatKind kind, int? status = null, string? body = null) => new(T0.AddMinutes(minute), kind, status, null, body);
}
