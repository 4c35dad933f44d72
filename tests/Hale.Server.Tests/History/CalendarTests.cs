using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Asking;
using Hale.Server.Maintenance;

namespace Hale.Server.Tests.History;

/// <summary>Four days up to noon of the last one, and what was of each: the same as <see cref="Timeline"/> says of each day alone.</summary>
public sealed class CalendarTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = First.AddHours(84);

    [Theory]
    [InlineData("-5:up", "-10-84", "24u 24u 24u 12u")]
    [InlineData("", "-10-84", "24? 24? 24? 12?")]
    [InlineData("-5:up 30:down 31:up", "-10-84", "24u 23u1d 24u 12u")]
    [InlineData("-5:up 40:down", "-10-84", "24u 16u8d 24d 12d")]
    [InlineData("-5:up 47:degraded 49:up", "-10-84", "24u 23u1g 23u1g 12u")]
    [InlineData("-5:up 24:down 48:up", "-10-84", "24u 24d 24u 12u")]
    [InlineData("-5:paused", "-10-84", "24p 24p 24p 12p")]
    // While no hub ran nothing is known.
    [InlineData("-5:up", "-10-20 50-84", "20u4? 24? 22u2? 12u")]
    [InlineData("-5:down 60:up", "30-84", "24? 18d6? 12u12d 12u")]
    public void Of_EventsAndRuns_SumsEachDay(string events, string runs, string days)
    {
        var sums = new Calendar(Runs(runs), Now, 4).Of(Events(events), First.AddDays(-9), []);

        Assert.Equal(days, string.Join(' ', sums.Select(Text)));
    }

    // Windows of maintenance from hour to hour; each is also asked for a second time, from what is held of the day then.
    [Theory]
    [InlineData("-5:up", "2-3 26-28", "23u1m 22u2m 24u 12u")]
    [InlineData("-5:down", "0-48", "24m 24m 24d 12d")]
    [InlineData("-5:degraded", "20-30", "20g4m 18g6m 24g 12g")]
    [InlineData("-5:paused", "2-3", "24p 24p 24p 12p")]
    [InlineData("", "2-3", "24? 24? 24? 12?")]
    [InlineData("-5:up 30:down 31:up", "29-40", "24u 13u11m 24u 12u")]
    [InlineData("-5:up 30:down 50:up", "49-50", "24u 6u18d 22u1d1m 12u")]
    public void Of_MaintainedTimes_CountsThemNeitherWay(string events, string windows, string days)
    {
        var calendar = new Calendar(Runs("-10-84"), Now, 4);
        IReadOnlyList<Stretch> times = [.. windows.Split(' ').Select(each => each.Split('-')).Select(each => new Stretch(First.AddHours(Hour(each[0])), First.AddHours(Hour(each[1]))))];
        foreach (var asked in (IReadOnlyList<Stretch>[])[times, times, [.. times]])
        {
            var sums = calendar.Of(Events(events), First.AddDays(-9), asked);

            Assert.Equal(days, string.Join(' ', sums.Select(Text)));
        }
    }

    [Fact]
    public void Of_AServiceDeclaredMeanwhile_KnowsNothingBefore()
    {
        var sums = new Calendar(Runs("-10-84"), Now, 4).Of(Events("30:up"), First.AddHours(30), []);

        Assert.Equal("24? 18u6? 24u 12u", string.Join(' ', sums.Select(Text)));
    }

    private static string Text(Uptime sum) => Part(sum.Up, "u") + Part(sum.Degraded, "g") + Part(sum.Down, "d") + Part(sum.Maintenance, "m") + Part(sum.Paused, "p") + Part(sum.Unknown, "?");

    private static string Part(TimeSpan time, string unit) => time == TimeSpan.Zero ? "" : $"{time.TotalHours}{unit}";

    private static StatusEvent[] Events(string text) =>
    [
        .. from part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           let pair = part.Split(':')
           let to = pair[1] == "paused" ? Status.Unknown : Enum.Parse<Status>(pair[1], ignoreCase: true)
           select new StatusEvent("a", new(First.AddHours(Hour(pair[0])), Status.Unknown, to, pair[1] == "paused" ? Why.Paused : Why.Fast, null), null),
    ];

    private static Run[] Runs(string text) =>
    [
        .. from part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           let split = part.IndexOf('-', 1)
           select new Run(1, First.AddHours(Hour(part[..split])), First.AddHours(Hour(part[(split + 1)..]))),
    ];

    private static double Hour(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
