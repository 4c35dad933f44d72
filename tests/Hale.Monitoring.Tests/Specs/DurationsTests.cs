using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Tests.Specs;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("1m500ms", 60_500)]
    [InlineData("14d", 1_209_600_000)]
    [InlineData("90s", 90_000)]
    [InlineData("0s", 0)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    public void TryParse_Duration_IsRead(string text, long milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(milliseconds, (long)duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("1.5s")]
    [InlineData("5 s")]
    [InlineData("30s5m")]
    [InlineData("5s5s")]
    [InlineData("5w")]
    [InlineData("5S")]
    [InlineData("5s ")]
    [InlineData("9999999999999999s")]
    [InlineData("999999d")]
    [InlineData("٣s")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData(90_000, "1m30s")]
    [InlineData(5_400_000, "1h30m")]
    [InlineData(0, "0s")]
    [InlineData(60_000, "1m")]
    [InlineData(86_400_000, "1d")]
    [InlineData(250, "250ms")]
    public void Format_IsTheShortestSpelling(long milliseconds, string text) => Assert.Equal(text, Durations.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Format_AnyWholeMillisecond_ReadsBackAsItself() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), milliseconds =>
        {
            Assert.True(Durations.TryParse(Durations.Format(TimeSpan.FromMilliseconds(milliseconds)), out var back));
            Assert.Equal(milliseconds, (long)back.TotalMilliseconds);
        }).Check(Config.QuickThrowOnFailure);
}
