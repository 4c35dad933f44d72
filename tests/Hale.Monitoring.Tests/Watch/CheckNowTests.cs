using Hale.Monitoring.Health;
using Hale.Monitoring.Schedule;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

public sealed class CheckNowTests
{
    private const string Url = "http://api/";

    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task CheckNow_GoodAnswer_IsJudgedToldAndMovesNothing()
    {
        await using var rig = await StartedAsync();
        await rig.PassAsync(10);
        var due = rig.Watcher.Find("shop-api")!.NextCheckAt;

        var outcome = await rig.Watcher.CheckNowAsync("shop-api", "request-1", Never);

        Assert.Equal((true, true, "request-1", 2), (outcome.Counted, outcome.Seen.Success, outcome.CorrelationId, outcome.Ruling.After.Successes));
        Assert.Same(outcome, rig.Outcomes.Last());
        Assert.Equal(due, rig.Watcher.Find("shop-api")!.NextCheckAt);
        await rig.PassAsync(51);
        Assert.Equal([0, 10, 30, 60], rig.Check.TimesOf(Url).Select(time => Math.Round(time.TotalSeconds)));
    }

    [Fact]
    public async Task CheckNow_BadAnswer_StartsTheEarlyTries()
    {
        await using var rig = await StartedAsync();
        await rig.PassAsync(10);
        rig.Check.Script(Url, FakeAnswer.Refused, FakeAnswer.Refused);

        Assert.Equal(1, (await rig.Watcher.CheckNowAsync("shop-api", null, Never)).Ruling.After.Failures);
        await rig.PassAsync(51);
        Assert.Equal([0, 10, 11, 13, 30, 60], rig.Check.TimesOf(Url).Select(time => Math.Round(time.TotalSeconds)));
    }

    [Fact]
    public async Task CheckNow_BadAgainAndAgain_NeverPutsTheNextTryOff()
    {
        await using var rig = await StartedAsync();
        await rig.PassAsync(29.5);
        rig.Check.Answer(Url, FakeAnswer.Refused);
        for (var i = 0; i < 8; i++)
            await rig.Watcher.CheckNowAsync("shop-api", null, Never);
        Assert.InRange(rig.Watcher.Find("shop-api")!.NextCheckAt!.Value - rig.Time.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromSeconds(0.51));
    }

    [Fact]
    public async Task CheckNow_GoodAmongEarlyTries_GoesBackToItsPhase()
    {
        await using var rig = await StartedAsync();
        rig.Check.Answer(Url, FakeAnswer.Refused);
        await rig.PassAsync(50);
        rig.Check.Answer(Url, FakeAnswer.Ok());
        await rig.Watcher.CheckNowAsync("shop-api", null, Never);
        var asked = rig.Check.Requests.Count;
        await rig.PassAsync(45);
        Assert.Equal([60, 90], rig.Check.TimesOf(Url).Skip(asked).Select(time => Math.Round(time.TotalSeconds)));
    }

    [Fact]
    public async Task CheckNow_WhileOneRuns_JoinsIt()
    {
        await using var rig = await StartedAsync();
        rig.Check.Answer(Url, FakeAnswer.Slow(3));
        await rig.PassAsync(31);
        var (one, two) = (rig.Watcher.CheckNowAsync("shop-api", "first", Never), rig.Watcher.CheckNowAsync("shop-api", "second", Never));
        Assert.False(one.IsCompleted);
        await rig.PassAsync(3);

        Assert.Same(await one, await two);
        Assert.Equal("first", (await one).CorrelationId);
        Assert.Equal(2, rig.Check.Requests.Count);
        Assert.Equal(1, rig.Check.MostOpenAtOnce);
    }

    [Fact]
    public async Task CheckNow_OfAPausedOne_AnswersAndChangesNothing()
    {
        await using var rig = await StartedAsync();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Paused = true });
        var (before, told) = (rig.Watcher.Find("shop-api"), rig.Outcomes.Count);
        rig.Check.Answer(Url, FakeAnswer.Refused);

        var outcome = await rig.Watcher.CheckNowAsync("shop-api", null, Never);

        Assert.False(outcome.Counted);
        Assert.False(outcome.Seen.Success);
        Assert.Equal((Status.Unknown, Why.Paused), (outcome.Ruling.After.Status, outcome.Ruling.After.Why));
        Assert.Empty(outcome.Ruling.Steps);
        Assert.Equal(before, rig.Watcher.Find("shop-api"));
        await rig.PassAsync(100);
        Assert.Equal(told, rig.Outcomes.Count);
    }

    [Fact]
    public async Task CheckNow_PausedMeanwhile_IsAnsweredAndDoesNotCount()
    {
        await using var rig = await StartedAsync();
        rig.Check.Answer(Url, FakeAnswer.Slow(3));
        var answer = rig.Watcher.CheckNowAsync("shop-api", null, Never);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Paused = true });
        await rig.PassAsync(4);
        Assert.False((await answer).Counted);
    }

    [Fact]
    public async Task CheckNow_CheckReplacedMeanwhile_AnswersForTheNewOne()
    {
        await using var rig = await StartedAsync();
        rig.Check.Answer(Url, FakeAnswer.Hangs);
        rig.Check.Answer("http://new/", FakeAnswer.Slow(2));
        var answer = rig.Watcher.CheckNowAsync("shop-api", "mine", Never);
        await rig.PassAsync(1);
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://new/")));
        await rig.PassAsync(40);

        var outcome = await answer;
        Assert.Equal((2.0, "mine"), (outcome.Seen.Took.TotalSeconds, outcome.CorrelationId));
        Assert.All(rig.Check.TimesOf("http://new/").Zip([1.0, 31]), pair => Assert.InRange(pair.First.TotalSeconds, pair.Second, pair.Second + Timetable.Tick.TotalSeconds));
    }

    [Fact]
    public async Task CheckNow_UnknownOrRemoved_SaysWhichKey()
    {
        await using var rig = await StartedAsync();
        Assert.Contains("nobody", (await Assert.ThrowsAsync<KeyNotFoundException>(() => rig.Watcher.CheckNowAsync("nobody", null, Never))).Message, StringComparison.Ordinal);
        rig.Check.Answer(Url, FakeAnswer.Hangs);
        var answer = rig.Watcher.CheckNowAsync("shop-api", null, Never);
        rig.Watcher.Remove("shop-api");
        Assert.Contains("shop-api", (await Assert.ThrowsAsync<KeyNotFoundException>(() => answer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckNow_WhenAllPlacesAreTaken_DoesNotWait()
    {
        await using var rig = WatchRig.Full();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(1);
        Assert.Equal(1, rig.Watcher.Figures.Waiting);

        Assert.True((await rig.Watcher.CheckNowAsync("shop-api", null, Never)).Seen.Success);
        await rig.PassAsync(10);
        Assert.Single(rig.Check.TimesOf(Url));
    }

    [Fact]
    public async Task CheckNow_AskerGivesUp_CheckGoesOn()
    {
        await using var rig = await StartedAsync();
        rig.Check.Answer(Url, FakeAnswer.Slow(3));
        using var asker = new CancellationTokenSource();
        var answer = rig.Watcher.CheckNowAsync("shop-api", null, asker.Token);
        await asker.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await rig.PassAsync(4);
        Assert.Equal(2, rig.Outcomes.Count);
    }

    private static async Task<WatchRig> StartedAsync()
    {
        var rig = new WatchRig();
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.QuietAsync();
        await rig.PassAsync(Timetable.Tick.TotalSeconds);
        Assert.Single(rig.Outcomes);
        return rig;
    }
}
