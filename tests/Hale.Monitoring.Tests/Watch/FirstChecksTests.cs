using Hale.Monitoring.Health;
using Hale.Monitoring.Schedule;
using Hale.Monitoring.Watch;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

public sealed class FirstChecksTests
{
    private static readonly double Tick = Timetable.Tick.TotalSeconds;

    [Fact]
    public async Task Set_NewOne_IsCheckedAtOnceAndEveryIntervalFromThen()
    {
        await using var rig = new WatchRig();
        rig.Start();
        await rig.PassAsync(7);

        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://api/")));
        await rig.PassAsync(100);

        Assert.All(rig.Check.TimesOf("http://api/").Zip([7.0, 37, 67, 97]), pair => Assert.Equal(pair.Second, pair.First.TotalSeconds, 0.01));
        Assert.Equal(4, rig.Check.Requests.Count);
        Assert.Equal(Status.Up, rig.Watcher.Find("shop-api")!.Verdict.Status);
    }

    [Fact]
    public async Task Launch_OfSome_SpreadsFirstChecksOverFiveSecondsAndLaterOnesOverTheInterval()
    {
        await using var rig = new WatchRig();
        rig.Watcher.Launch(Many(rig, 300));
        rig.Start();
        await rig.PassAsync(95);

        var firsts = rig.Check.Requests.Take(300).Select(request => request.At.TotalSeconds).ToList();
        Assert.Equal(300, rig.Check.Requests.Take(300).DistinctBy(request => request.Url).Count());
        Assert.All(Enumerable.Range(0, 5), second => Assert.InRange(firsts.Count(at => at >= second && at < second + 1.005), 30, 95));
        // The last whole interval: as many in each third of it.
        var later = rig.Check.Requests.Select(request => request.At.TotalSeconds).Where(at => at is >= 60 and < 90).ToList();
        Assert.Equal(300, later.Count);
        Assert.All([60, 70, 80], from => Assert.InRange(later.Count(at => at >= from && at < from + 10), 70, 130));
        foreach (var times in rig.Check.Requests.GroupBy(request => request.Url, request => request.At))
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 4.99, 30.01));
    }

    [Fact]
    public async Task Launch_OfAHundredThousand_ChecksEachOnceInEachInterval()
    {
        await using var rig = new WatchRig();
        rig.Watcher.Launch(Many(rig, 100_000));
        rig.Start();
        await rig.PassAsync(60.02);

        var perSecond = rig.Check.Requests.CountBy(request => (int)request.At.TotalSeconds).ToDictionary();
        Assert.All(Enumerable.Range(0, 60), second => Assert.InRange(perSecond[second], 3000, 3750));
        var perUrl = rig.Check.Requests.GroupBy(request => request.Url, request => request.At.TotalSeconds).Select(times => times.ToList()).ToList();
        Assert.Equal(100_000, perUrl.Count);
        Assert.All(perUrl, times => Assert.InRange(times[0], 0, 27 + Tick));
        Assert.All(perUrl, times => Assert.InRange(times[1] - times[0], 27 - Tick, 30 + Tick));
        var figures = rig.Watcher.Figures;
        Assert.Equal((0, 0L, TimeSpan.Zero), (figures.Waiting, figures.Skipped, figures.OldestOverdue));
        Assert.Equal(figures.Started, figures.Lateness.Count);
        Assert.Equal(0, figures.Lateness.Counts.Skip(4).Sum());
    }

    [Fact]
    public async Task Set_ManyAtOnce_ChecksTwoThousandASecond()
    {
        await using var rig = new WatchRig();
        rig.Start();
        foreach (var (spec, _) in Many(rig, 9000))
            rig.Watcher.Set(spec);
        await rig.PassAsync(5);

        var firsts = rig.Check.Requests.DistinctBy(request => request.Url).ToList();
        Assert.Equal(9000, firsts.Count);
        Assert.All(Enumerable.Range(0, 4), second => Assert.InRange(firsts.Count(request => (int)request.At.TotalSeconds == second), 1940, 2060));
    }

    [Fact]
    public async Task Launch_WithKnownVerdicts_GivesThemBackUntilTheNextCheck()
    {
        await using var rig = new WatchRig();
        var known = new Verdict(Status.Down, Some.Moment.AddHours(-2), Why.Failures, "refused", Failures: 9);
        rig.Check.Answer("http://api/", FakeAnswer.Refused);
        rig.Watcher.Launch([(Some.Service(rig.Check.Spec("http://api/")), known)]);

        Assert.Equal(known, rig.Watcher.Find("shop-api")!.Verdict);
        Assert.Null(rig.Watcher.Find("shop-api")!.LastCheckAt);

        rig.Start();
        await rig.PassAsync(5);
        var verdict = rig.Watcher.Find("shop-api")!.Verdict;
        Assert.Equal((Status.Down, known.Since, 10), (verdict.Status, verdict.Since, verdict.Failures));
        Assert.Empty(rig.Outcomes.Single().Ruling.Steps);
    }

    [Fact]
    public async Task WallClock_Leaps_ChangesNoInterval()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://api/")));
        foreach (var leap in new[] { 0.0, 86_400, -172_800, 3600 })
        {
            rig.Time.LeapWall(TimeSpan.FromSeconds(leap));
            await rig.PassAsync(31);
        }

        Assert.All(rig.Check.TimesOf("http://api/").Zip([0.0, 30, 60, 90, 120]), pair => Assert.InRange(pair.First.TotalSeconds, pair.Second, pair.Second + Tick));
        Assert.Equal(5, rig.Check.Requests.Count);
    }

    private static List<(WatchSpec, Verdict?)> Many(WatchRig rig, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (Some.Service(rig.Check.Spec($"http://s{i}/"), $"s{i}"), (Verdict?)null))];
}
