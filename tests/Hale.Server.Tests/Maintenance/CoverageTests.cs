using Hale.Server.Maintenance;

namespace Hale.Server.Tests.Maintenance;

/// <summary>Who is in maintenance when, of the day of 5 November 2026.</summary>
public sealed class CoverageTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "api db queue production")]
    [InlineData("'projects':['shop'],", "api db production")]
    [InlineData("'services':['shop-api','shop:production'],", "api production")]
    [InlineData("'labels':{'team':'core'},", "api db")]
    [InlineData("'labels':{'team':'core','tier':'front'},", "api")]
    [InlineData("'labels':{'team':'core'},'services':['inner-queue'],", "api db queue")]
    public async Task For_AScope_AreThoseThatAnyOfItNames(string scope, string expected)
    {
        var desk = await MaintenanceDesk.OpenAsync();
        var window = await desk.SetAsync("w", $"{scope}'from':'2026-11-05T08:00:00Z','to':'2026-11-05T09:00:00Z'");

        var coverage = desk.Book.Over(Day, Day.AddDays(1));

        string[] keys = ["shop-api", "shop-db", "inner-queue", "shop:production"];
        Assert.Equal(expected, string.Join(' ', keys.Where(key => coverage.For(key).Count > 0).Select(key => key.Split('-', ':')[1])));
        var now = desk.Registry.Now;
        Assert.All(keys, key => Assert.Equal(
            coverage.For(key).Count > 0, now.Services.TryGetValue(key, out var service) ? window.Of.Has(service) : window.Of.Has(now.Targets[key])));
        Assert.Empty(coverage.For("nobody"));
    }

    [Fact]
    public async Task For_ManyWindows_IsTheirUnion_AndThoseAlikeShareIt()
    {
        var desk = await MaintenanceDesk.OpenAsync();
        await desk.SetAsync("a", "'from':'2026-11-05T08:00:00Z','to':'2026-11-05T09:00:00Z'");
        await desk.SetAsync("b", "'projects':['shop'],'from':'2026-11-05T08:30:00Z','to':'2026-11-05T10:00:00Z'");
        await desk.SetAsync("c", "'projects':['shop'],'from':'2026-11-05T10:00:00Z','to':'2026-11-05T11:00:00Z'");
        await desk.SetAsync("d", "'services':['shop-api'],'from':'2026-11-05T12:00:00Z','to':'2026-11-05T13:00:00Z'");
        await desk.SetAsync("far", "'from':'2026-12-05T12:00:00Z','to':'2026-12-05T13:00:00Z'");

        var coverage = desk.Book.Over(Day, Day.AddDays(1));

        Assert.Equal("8-11 12-13", Told(coverage.For("shop-api")));
        Assert.Equal("8-11", Told(coverage.For("shop-db")));
        Assert.Equal("8-9", Told(coverage.For("inner-queue")));
        Assert.Same(coverage.For("shop-db"), coverage.For("shop:production"));
        Assert.Empty(desk.Book.Over(Day.AddHours(13), Day.AddHours(14)).For("shop-api"));
    }

    [Fact]
    public async Task Over_NoWindows_IsNothingForAnybody()
    {
        var desk = await MaintenanceDesk.OpenAsync();

        Assert.Same(Coverage.None, desk.Book.Over(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Empty(Coverage.None.For("shop-api"));
    }

    /// <summary>Berlin sets its clocks on 29 March (a day of 23 hours) and 25 October (of 25): each time lasts as long as it is said to, and begins by the clock there.</summary>
    [Theory]
    [InlineData("2026-03-28", 3, "30 1 * * *", "2h", "28T00:30-02:30 29T00:30-02:30 29T23:30-01:30 30T23:30-01:30")]
    [InlineData("2026-10-24", 3, "30 1 * * *", "2h", "23T23:30-01:30 24T23:30-01:30 26T00:30-02:30")]
    [InlineData("2026-03-28", 2, "30 2 * * *", "1h", "28T01:30-02:30 29T01:00-02:00")] // skipped: just after the gap
    public async Task Over_AChangeOfClocks_GoesByTheZone(string first, int days, string cron, string duration, string expected)
    {
        var desk = await MaintenanceDesk.OpenAsync();
        await desk.SetAsync("w", $"'from':'2020-01-01T00:00:00Z','cron':'{cron}','duration':'{duration}','time_zone':'Europe/Berlin'");
        var from = DateTimeOffset.Parse($"{first}T00:00:00Z");

        var times = desk.Book.Over(from, from.AddDays(days)).For("shop-api");

        Assert.Equal(expected, string.Join(' ', times.Select(time => $"{time.From:dd'T'HH:mm}-{time.To:HH:mm}")));
    }

    /// <summary>However the years are asked for, the times are those that asking cron for each of them gives.</summary>
    [Fact]
    public async Task Over_AnyTimeInAnyOrder_IsWhatCronSays()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var desk = await MaintenanceDesk.OpenAsync();
            var (begin, minutes) = (new DateTimeOffset(2019 + random.Next(8), 6, 1, 0, 0, 0, TimeSpan.Zero), random.Next(1, 60 * 24 * 7));
            var end = random.Next(2) == 0 ? begin.AddDays(random.Next(1, 900)) : (DateTimeOffset?)null;
            var window = await desk.SetAsync(
                "w",
                $"'from':'{begin:O}'{(end is { } given ? $",'to':'{given:O}'" : "")},'cron':'{random.Next(60)} {random.Next(24)} */{random.Next(1, 9)} * *','duration':'{minutes}m','time_zone':'America/New_York'");
            for (var question = 0; question < 20; question++)
            {
                var from = new DateTimeOffset(2018, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(10 * 525_600));
                var to = from.AddMinutes(random.Next(1, random.Next(2) == 0 ? 3_000 : 1_000_000));

                var times = desk.Book.Over(from, to).For("shop-api");

                Assert.Equal(Naive(window, from, to), times);
            }
        }

        static List<Stretch> Naive(MaintenanceSpec window, DateTimeOffset from, DateTimeOffset to)
        {
            var all = new List<Stretch>();
            var (schedule, last) = (window.Recurs!.Schedule, window.To ?? DateTimeOffset.MaxValue);
            for (var next = schedule.Next(window.From, inclusive: true); next < to && next < last; next = schedule.Next(next.Value))
            {
                var time = new Stretch(next.Value, next.Value + window.Recurs.Duration < last ? next.Value + window.Recurs.Duration : last);
                if (time.To <= from)
                    continue;
                if (all.Count > 0 && all[^1].To >= time.From)
                    all[^1] = all[^1] with { To = time.To };
                else
                    all.Add(time);
            }

            return all;
        }
    }

    private static string Told(IEnumerable<Stretch> times) => string.Join(' ', times.Select(time => $"{(time.From - Day).TotalHours}-{(time.To - Day).TotalHours}"));
}
