using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Schedule;
using Hale.Monitoring.Watch;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

public sealed class LoopTests
{
    private static readonly double Tick = Timetable.Tick.TotalSeconds;

    private const string Url = "http://api/";

    [Fact]
    public async Task Check_SlowerThanItsInterval_SkipsAndCountsWhatCameDueMeanwhile()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Check.Answer(Url, FakeAnswer.Slow(3.5));
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Interval = TimeSpan.FromSeconds(1) });
        await rig.PassAsync(8.2);

        // 0 to 3.5, then 4 to 7.5, then 8; those at 1, 2, 3 and 5, 6, 7 are skipped.
        Assert.Equal([0, 4, 8], rig.Check.TimesOf(Url).Select(time => Math.Round(time.TotalSeconds, 1)));
        Assert.Equal(6, rig.Slips.Count);
        Assert.Equal(6, rig.Watcher.Figures.Skipped);
        Assert.Equal(1, rig.Check.MostOpenAtOnce);
    }

    [Fact]
    public async Task MoreDueThanPlaces_WaitTheirTurnInOrder()
    {
        await using var rig = new WatchRig(new WatchOptions { MaxInFlight = 2 });
        rig.Check.Otherwise = FakeAnswer.Slow(1);
        rig.Start();
        foreach (var i in Enumerable.Range(0, 6))
            rig.Watcher.Set(Some.Service(rig.Check.Spec($"http://{i}/"), $"s{i}"));
        await rig.PassAsync(0.5);
        Assert.Equal((2, 4), (rig.Watcher.InFlight, rig.Watcher.Figures.Waiting));
        Assert.Equal(0.5 - Tick, rig.Watcher.Figures.OldestOverdue.TotalSeconds, 0.01);
        await rig.PassAsync(5);

        Assert.Equal([0, 0, 1, 1, 2, 2], rig.Check.Requests.Select(request => Math.Round(request.At.TotalSeconds)));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"http://{i}/"), rig.Check.Requests.Select(request => request.Url).Chunk(2).SelectMany(pair => pair.Order()));
        var late = rig.Watcher.Figures.Lateness;
        Assert.Equal((2, 2), (late.Counts[Array.IndexOf([.. Lateness.Bounds], 1)], late.Counts[Array.IndexOf([.. Lateness.Bounds], 2.5)]));
        Assert.Equal(6.0, late.SumSeconds, 0.05);
    }

    [Fact]
    public async Task WaitingOne_ComesDueAgain_IsSkippedAndCounted()
    {
        await using var rig = WatchRig.Full();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Interval = TimeSpan.FromSeconds(2) });
        await rig.PassAsync(5.1);

        Assert.Equal(["shop-api", "shop-api"], rig.Slips.Select(slip => slip.Key));
        Assert.Equal(5 + Tick, rig.Check.TimesOf(Url).Single().TotalSeconds, 0.01);
    }

    [Fact]
    public async Task RunningOne_IsRemoved_LeavesItsPlaceToTheNextAtOnce()
    {
        await using var rig = WatchRig.Full();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(1);
        Assert.Empty(rig.Check.TimesOf(Url));
        rig.Watcher.Remove("hangs");
        await rig.QuietAsync();

        Assert.Equal(1, rig.Check.TimesOf(Url).Single().TotalSeconds, 0.001);
    }

    [Fact]
    public async Task Check_Throws_IsOursAndEndsNothing()
    {
        var log = new LogBook();
        await using var rig = new WatchRig(loggers: log);
        rig.Check.Answer(Url, new FakeAnswer { Throws = new InvalidOperationException("a bug") });
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://good/"), "good"));
        await rig.PassAsync(40);

        Assert.Equal((Status.Down, FailureKind.Internal), (rig.Watcher.Find("shop-api")!.Verdict.Status, rig.Watcher.Find("shop-api")!.Verdict.Failure));
        Assert.Equal(2, rig.Check.TimesOf("http://good/").Count);
        Assert.Contains(log.Lines, line => line.Error is InvalidOperationException);
    }

    [Fact]
    public async Task Check_OfAnUnknownKind_IsOurs()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url) with { Kind = "nonsense" }));
        await rig.PassAsync(1);
        Assert.Equal(FailureKind.Internal, rig.Outcomes.First().Seen.Failure!.Kind);
    }

    [Fact]
    public async Task Check_NeverEnds_IsGivenUpAfterItsTimeoutAndFiveSeconds()
    {
        await using var rig = new WatchRig(new WatchOptions { MaxInFlight = 1 });
        rig.Check.Script(Url, new FakeAnswer { Stuck = true });
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        // The stuck one counts as waiting for ever; once it was given up, quiet is when nothing is in flight.
        await rig.Time.PassAsync(TimeSpan.FromSeconds(1), () => rig.Watcher.Asleep && rig.Watcher.InFlight == rig.Check.Waiting);
        await rig.Time.PassAsync(
            TimeSpan.FromSeconds(12), () => rig.Watcher.Asleep && rig.Watcher.InFlight == (rig.Watcher.Figures.Abandoned == 0 ? rig.Check.Waiting : 0));

        var first = rig.Outcomes.First();
        Assert.Equal((FailureKind.Timeout, 10.0), (first.Seen.Failure!.Kind, Math.Round(first.Seen.Took.TotalSeconds, 1)));
        Assert.True(rig.Outcomes.Last().Seen.Success);
        Assert.Equal(1, rig.Watcher.Figures.Abandoned);
    }

    [Fact]
    public async Task Receiver_Throws_OthersHearAndTheWatchGoesOn()
    {
        var log = new LogBook();
        await using var rig = new WatchRig(loggers: log);
        rig.Watcher.Outcomes.Join(_ => throw new InvalidOperationException("a deaf receiver"));
        var heard = 0;
        rig.Watcher.Outcomes.Join(_ => heard++);
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(35);

        Assert.Equal(2, heard);
        Assert.Contains(log.Lines, line => line.Text.Contains("receiver", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outcomes_OfOneKey_ComeInOrderAndChain()
    {
        await using var rig = new WatchRig();
        rig.Check.Script(Url, Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? FakeAnswer.Ok(TimeSpan.FromMilliseconds(i * 7 % 900)) : FakeAnswer.Refused));
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Interval = TimeSpan.FromSeconds(1), Patience = new() { Retries = 0 } });
        for (var i = 0; i < 50; i++)
        {
            await rig.PassAsync(0.9);
            await rig.PassAsync(0.1);
            rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Interval = TimeSpan.FromSeconds(1), Patience = new() { Retries = 0 }, Paused = i % 10 == 5 });
        }

        var told = rig.Outcomes.Select(outcome => (outcome.Before, outcome.Ruling.After)).ToList();
        Assert.True(told.Count > 40);
        var shifted = rig.Shifts.Select(shift => shift.Ruling.After).ToHashSet();
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.After == pair.Second.Before || shifted.Contains(pair.Second.Before)));
    }

    [Fact]
    public async Task Stop_WithRunningChecks_GivesThemFiveSecondsAndStartsNoMore()
    {
        await using var rig = new WatchRig();
        rig.Check.Answer("http://quick/", FakeAnswer.Slow(3));
        rig.Check.Answer("http://hangs/", FakeAnswer.Hangs);
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://quick/"), "quick"));
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://hangs/"), "hangs") with { Timeout = TimeSpan.FromMinutes(1) });
        await rig.PassAsync(1);

        var end = rig.Stop();
        await rig.Time.QuietAsync(() => rig.Time.IsSet(TimeSpan.FromSeconds(6)));
        await rig.Time.PassAsync(TimeSpan.FromSeconds(4.9), () => rig.Watcher.InFlight == rig.Check.Waiting);
        Assert.False(end.IsCompleted);
        await rig.Time.PassAsync(TimeSpan.FromSeconds(0.2), () => end.IsCompleted || rig.Time.Passed < TimeSpan.FromSeconds(6));
        await end;

        Assert.Equal("quick", Assert.Single(rig.Outcomes).Spec.Key);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Watcher.CheckNowAsync("quick", null, CancellationToken.None));
    }

    [Fact]
    public async Task Stop_WithNothingRunning_EndsAtOnce()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(1);
        await rig.Stop();
        Assert.Equal(TimeSpan.FromSeconds(1), rig.Time.Passed);
    }

    [Fact]
    public async Task Loop_WithNothingToDo_StillBeats()
    {
        await using var rig = new WatchRig();
        rig.Start();
        await rig.PassAsync(500);
        var pulse = Assert.Single(rig.Vitals.Loops);
        Assert.Equal(("watch", false), (pulse.Name, pulse.Stuck));
        Assert.InRange(pulse.Silence.TotalSeconds, 0, 10);
    }
}
