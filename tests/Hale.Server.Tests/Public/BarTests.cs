using Hale.Server.History;
using Hale.Server.Public.Pages;

namespace Hale.Server.Tests.Public;

public sealed class BarTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0, "None", "5 Nov 2026: no data")]
    [InlineData(24, 0, 0, "Up", "5 Nov 2026: 100 %")]
    [InlineData(0.5, 0, 0, "Up", "5 Nov 2026: 100 %")]
    [InlineData(20, 4, 0, "Degraded", "5 Nov 2026: 100 %, degraded 4 h")]
    [InlineData(23.5, 0, 0.5, "Partial", "5 Nov 2026: 97.91 %, down 30 min")]
    [InlineData(20, 1, 3, "Down", "5 Nov 2026: 87.5 %, down 3 h, degraded 1 h")]
    public void Of_ADay_HasALevelAndSaysIt(double up, double degraded, double down, string level, string text)
    {
        var bar = Bar.Of([Day(up, degraded, down)], First).Single();

        Assert.Equal((level, text), (bar.Level.ToString(), bar.Text()));
    }

    [Theory]
    [InlineData(0, 0, 2, "Maintenance", "5 Nov 2026: maintenance 2 h")]
    [InlineData(22, 0, 2, "Up", "5 Nov 2026: 100 %, maintenance 2 h")]
    [InlineData(21.5, 0.5, 2, "Partial", "5 Nov 2026: 97.72 %, down 30 min, maintenance 2 h")]
    public void Of_ADayWithMaintenance_SaysItBeside(double up, double down, double maintenance, string level, string text)
    {
        var bar = Bar.Of([Day(up, 0, down) with { Maintenance = TimeSpan.FromHours(maintenance) }], First).Single();

        Assert.Equal((level, text), (bar.Level.ToString(), bar.Text()));
    }

    [Fact]
    public void Merge_SameDays_BecomeOneAndNoDayIsLost()
    {
        Uptime[] days = [Uptime.None, Uptime.None, Day(24, 0, 0), Day(24, 0, 0), Day(23, 0, 1), Day(22, 0, 2), Day(3, 0, 0)];

        var merged = Bar.Merge(Bar.Of(days, First)).ToArray();

        Assert.Equal([2, 2, 1, 1, 1], merged.Select(bar => bar.Days));
        Assert.Equal("5 Nov 2026 to 6 Nov 2026: no data", merged[0].Text());
        Assert.Equal("7 Nov 2026 to 8 Nov 2026: 100 %", merged[1].Text());
        Assert.Equal("11 Nov 2026: 100 %", merged[^1].Text());
        Assert.Empty(Bar.Merge([]));
    }

    private static Uptime Day(double up, double degraded, double down) =>
        Uptime.None with { Up = TimeSpan.FromHours(up), Degraded = TimeSpan.FromHours(degraded), Down = TimeSpan.FromHours(down) };
}
