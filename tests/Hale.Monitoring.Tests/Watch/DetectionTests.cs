using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Schedule;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

/// <summary>How soon a broken service is down with the defaults, and up again, whenever it breaks.</summary>
public sealed class DetectionTests
{
    private const string Url = "http://api/health";

    public static TheoryData<string, double> Breaks => new(
        from kind in new[] { "hangs", "500", "404", "refuses", "connect timeout" }
        from jitter in new[] { 0.0, 0.5, 0.999 }
        select (kind, jitter));

    private static FakeAnswer Broken(string kind) => kind switch
    {
        "hangs" => FakeAnswer.Hangs,
        "500" => FakeAnswer.Status(500),
        "404" => FakeAnswer.Status(404),
        "refuses" => FakeAnswer.Refused,
        _ => FakeAnswer.Fails(FailureKind.ConnectTimeout, after: TimeSpan.FromSeconds(5)),
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Service_BreaksAtAnyMoment_IsDownWithinSixtySecondsAndUpAtTheFirstGoodAnswer(string kind, double jitter)
    {
        for (var moment = 30.0; moment < 60; moment += 1.31)
        {
            await using var rig = new WatchRig(random: () => jitter);
            rig.Watcher.Launch([(Some.Service(rig.Check.Spec(Url)), null)]);
            rig.Start();
            await rig.PassAsync(moment);
            rig.Check.Answer(Url, Broken(kind));
            await rig.PassAsync(60);

            var down = rig.Outcomes.SelectMany(outcome => outcome.Ruling.Steps).Single(step => step.To == Status.Down);
            Assert.InRange((down.At - Some.Moment).TotalSeconds - moment, 0, 60);
            Assert.Equal((Status.Up, Why.Failures), (down.From, down.Why));

            rig.Check.Answer(Url, FakeAnswer.Ok());
            await rig.PassAsync(36);
            Assert.Equal((Status.Up, Why.Recovered), (rig.Watcher.Find("shop-api")!.Verdict.Status, rig.Watcher.Find("shop-api")!.Verdict.Why));
            var firstGood = rig.Outcomes.SkipWhile(outcome => outcome.Seen.Success).First(outcome => outcome.Seen.Success);
            Assert.Equal(Status.Up, firstGood.Ruling.After.Status);
        }
    }

    [Fact]
    public async Task Service_Fails_IsTriedAgainAfterOneTwoFourSecondsAndSoOnUpToTheInterval()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Check.Answer(Url, FakeAnswer.Hangs);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(180);

        // From the end of one to the start of the next; each takes the whole timeout of 5 s.
        var pauses = Pauses(rig.Check.TimesOf(Url)).Select(pause => Math.Round(pause - 5, 1));
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], pauses.Take(8));
    }

    [Theory]
    [InlineData(0.0, 0.9)]
    [InlineData(0.999999, 1.1)]
    public async Task Service_Fails_EarlyTriesJitterByATenth(double random, double factor)
    {
        await using var rig = new WatchRig(random: () => random);
        rig.Start();
        rig.Check.Answer(Url, FakeAnswer.Refused);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(20);

        var pauses = Pauses(rig.Check.TimesOf(Url)).Take(3).ToList();
        Assert.All(pauses.Zip([1.0, 2.0, 4.0]), pair => Assert.Equal(pair.Second * factor, pair.First, Timetable.Tick.TotalSeconds + 0.001));
        Assert.All(pauses.Zip([1.0, 2.0, 4.0]), pair => Assert.InRange(pair.First, (pair.Second * 0.9) - 0.001, (pair.Second * 1.1) + 0.001));
    }

    [Fact]
    public async Task Service_RecoversAndFailsAgain_StartsTheEarlyTriesOver()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Check.Script(Url, FakeAnswer.Refused, FakeAnswer.Refused, FakeAnswer.Ok(), FakeAnswer.Refused, FakeAnswer.Refused, FakeAnswer.Ok());
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(95);

        // 0, 1, 3 good, then its own phase: 30, early 31, 33 good, then 60 and 90.
        Assert.Equal([0, 1, 3, 30, 31, 33, 60, 90], rig.Check.TimesOf(Url).Select(time => Math.Round(time.TotalSeconds)));
    }

    [Fact]
    public async Task Target_AnswersFiveHundred_IsDegradedAtOnceAndDownWhenItRefuses()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Check.Script(Url, FakeAnswer.Ok(), FakeAnswer.Status(500), FakeAnswer.Hangs, FakeAnswer.Refused, FakeAnswer.Ok());
        rig.Watcher.Set(Some.Target(rig.Check.Spec(Url)));
        await rig.PassAsync(120);

        Assert.Equal(
            [
                (Status.Unknown, Status.Up, Why.FirstSuccess), (Status.Up, Status.Degraded, Why.SoftFailures),
                (Status.Degraded, Status.Down, Why.Failures), (Status.Down, Status.Up, Why.Recovered),
            ],
            Steps(rig));
    }

    [Fact]
    public async Task Service_AllTransitions_AreEachOneEvent()
    {
        await using var rig = new WatchRig();
        rig.Start();
        var patient = new Patience { DegradedAbove = TimeSpan.FromMilliseconds(300) };
        rig.Check.Script(Url, FakeAnswer.Ok(), FakeAnswer.Slow(0.5), FakeAnswer.Ok(), FakeAnswer.Slow(0.5));
        rig.Check.Script(Url, Enumerable.Repeat(FakeAnswer.Refused, 4));
        rig.Check.Answer("http://other/", FakeAnswer.Refused);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url), "a") with { Patience = patient, Interval = TimeSpan.FromSeconds(5) });
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://other/"), "b"));
        await rig.PassAsync(60);

        Assert.Equal(
            [
                (Status.Unknown, Status.Up, Why.FirstSuccess), (Status.Up, Status.Degraded, Why.Slow), (Status.Degraded, Status.Up, Why.Fast),
                (Status.Up, Status.Degraded, Why.Slow), (Status.Degraded, Status.Down, Why.Failures), (Status.Down, Status.Up, Why.Recovered),
            ],
            Steps(rig, "a"));
        Assert.Equal([(Status.Unknown, Status.Down, Why.Failures)], Steps(rig, "b"));
        var fourth = rig.Outcomes.Where(outcome => outcome.Spec.Key == "b").ElementAt(3);
        Assert.Single(fourth.Ruling.Steps);
    }

    [Fact]
    public async Task Interval_AsLongAsTheTimeoutAndHanging_NeverOpensTwoAtOnce()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Check.Answer(Url, FakeAnswer.Hangs);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Interval = TimeSpan.FromSeconds(5) });
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://ten/"), "ten") with { Interval = TimeSpan.FromSeconds(10) });
        await rig.PassAsync(300);

        Assert.Equal(1, rig.Check.MostOpenAtOnce);
        Assert.All(Pauses(rig.Check.TimesOf("http://ten/")).Skip(1), pause => Assert.Equal(10, pause, 0.01));
        Assert.All(Pauses(rig.Check.TimesOf(Url)).Skip(4), pause => Assert.Equal(10, pause, 0.01));
    }

    private static IEnumerable<double> Pauses(IReadOnlyList<TimeSpan> times) => times.Zip(times.Skip(1), (one, next) => (next - one).TotalSeconds);

    private static IEnumerable<(Status From, Status To, Why Why)> Steps(WatchRig rig, string? key = null) =>
        rig.Outcomes.Where(outcome => key is null || outcome.Spec.Key == key).SelectMany(outcome => outcome.Ruling.Steps).Select(step => (step.From, step.To, step.Why));
}
