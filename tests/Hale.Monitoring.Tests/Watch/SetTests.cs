using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

public sealed class SetTests
{
    private const string Url = "http://api/";

    [Fact]
    public async Task Pause_OfADownOne_ShiftsItToUnknownAndChecksNoMore()
    {
        await using var rig = await DownAsync();
        var before = rig.Check.Requests.Count;
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Paused = true });
        await rig.PassAsync(600);

        var shift = Assert.Single(rig.Shifts);
        Assert.Equal((Status.Down, Status.Unknown, Why.Paused), (shift.Before.Status, shift.Ruling.After.Status, shift.Ruling.After.Why));
        Assert.Equal(Why.Paused, Assert.Single(shift.Ruling.Steps).Why);
        Assert.Equal(before, rig.Check.Requests.Count);
        Assert.Null(rig.Watcher.Find("shop-api")!.NextCheckAt);
    }

    [Fact]
    public async Task Active_IsThoseThatAreNotPaused_WhateverBecameOfThem()
    {
        await using var rig = new WatchRig();
        var (a, b, c) = (Some.Service(rig.Check.Spec(Url), "a"), Some.Service(rig.Check.Spec(Url), "b"), Some.Service(rig.Check.Spec(Url), "c"));
        rig.Watcher.Launch([(a, null), (b with { Paused = true }, null)]);
        rig.Watcher.Set(c);
        var added = rig.Watcher.Figures.Active;
        rig.Watcher.Set(c with { Paused = true });
        var paused = rig.Watcher.Figures.Active;
        rig.Watcher.Set(b);
        var resumed = rig.Watcher.Figures.Active;
        rig.Watcher.Remove("a");
        rig.Watcher.Remove("c");

        Assert.Equal((2, 1, 2, 1), (added, paused, resumed, rig.Watcher.Figures.Active));
    }

    [Fact]
    public async Task Pause_IsSetAgainWithOtherSettings_StaysAndIsToldOnce()
    {
        await using var rig = await DownAsync();
        var paused = Some.Service(rig.Check.Spec(Url)) with { Paused = true };
        rig.Watcher.Set(paused);
        var before = rig.Check.Requests.Count;
        rig.Watcher.Set(paused with { Interval = TimeSpan.FromSeconds(1) });
        rig.Watcher.Set(paused with { Check = rig.Check.Spec("http://other/") });
        await rig.PassAsync(60);

        Assert.Single(rig.Shifts);
        Assert.Equal(before, rig.Check.Requests.Count);
        Assert.Equal(Why.Paused, rig.Watcher.Find("shop-api")!.Verdict.Why);
    }

    [Fact]
    public async Task Resume_IsUnknownAndCheckedWithinASecond()
    {
        await using var rig = await DownAsync();
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Paused = true });
        await rig.PassAsync(100);
        var before = rig.Check.Requests.Count;
        rig.Check.Answer(Url, FakeAnswer.Ok());
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        Assert.Equal((Status.Unknown, Why.Resumed), (rig.Shifts.Last().Ruling.After.Status, rig.Shifts.Last().Ruling.After.Why));
        await rig.PassAsync(1);

        Assert.Equal(before + 1, rig.Check.Requests.Count);
        Assert.Equal((Status.Up, Why.FirstSuccess), (rig.Outcomes.Last().Ruling.After.Status, rig.Outcomes.Last().Ruling.After.Why));
    }

    [Fact]
    public async Task Launch_PausedSpecWithAVerdictThatDoesNotKnow_IsPaused()
    {
        await using var rig = new WatchRig();
        var up = Some.Verdict(Status.Up, Why.FirstSuccess);
        rig.Watcher.Launch([(Some.Service(rig.Check.Spec(Url)) with { Paused = true }, up), (Some.Service(rig.Check.Spec(Url), "b"), up with { Status = Status.Unknown, Why = Why.Paused })]);
        rig.Start();
        await rig.PassAsync(60);

        Assert.Equal([Why.Paused, Why.Resumed], rig.Shifts.Select(shift => shift.Ruling.After.Why));
        Assert.Equal(Why.Paused, rig.Watcher.Find("shop-api")!.Verdict.Why);
        Assert.Equal(Status.Up, rig.Watcher.Find("b")!.Verdict.Status);
    }

    [Fact]
    public async Task Pause_WhileACheckRuns_ThrowsItsResultAway()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Check.Answer(Url, FakeAnswer.Slow(3));
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(1);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Paused = true });
        await rig.PassAsync(10);

        Assert.Empty(rig.Outcomes);
        Assert.Equal(0, rig.Watcher.InFlight);
    }

    [Fact]
    public async Task Set_AnotherCheckWhileOneHangs_AsksTheNewOneWithinASecondAndDropsTheOld()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Check.Answer(Url, FakeAnswer.Hangs);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Timeout = TimeSpan.FromMinutes(10) });
        await rig.PassAsync(3);
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://new/")));
        await rig.PassAsync(1);

        Assert.Equal(Status.Up, Assert.Single(rig.Outcomes).Ruling.After.Status);
        Assert.Equal(3.0, rig.Check.TimesOf("http://new/").Single().TotalSeconds, 0.01);
        Assert.Equal(0, rig.Watcher.InFlight);
    }

    [Fact]
    public async Task Set_OtherTimingOnly_KeepsVerdictAndPhase()
    {
        await using var rig = await DownAsync();
        rig.Check.Answer(Url, FakeAnswer.Ok());
        await rig.PassAsync(60);
        var (before, asked) = (rig.Watcher.Find("shop-api")!.Verdict, rig.Check.Requests.Count);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)) with { Interval = TimeSpan.FromSeconds(10), Patience = new() { Retries = 0 } });

        Assert.Equal(before, rig.Watcher.Find("shop-api")!.Verdict);
        await rig.PassAsync(TimeSpan.FromMilliseconds(500));
        Assert.Equal(asked, rig.Check.Requests.Count);
        await rig.PassAsync(30);
        Assert.All(rig.Check.TimesOf(Url).Skip(asked), time => Assert.Equal(0, time.TotalSeconds % 10, 0.01));
        Assert.Equal(asked + 3, rig.Check.Requests.Count);
    }

    [Fact]
    public async Task Set_TheSameByDescription_IsNoChange()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Watcher.Set(Some.Service(new("http", new Listing(["a", "b"]))));
        await rig.PassAsync(10);
        rig.Watcher.Set(Some.Service(new("http", new Listing(["a", "b"]))));
        await rig.PassAsync(10);
        Assert.Equal(1, rig.Watcher.Figures.Started);
        rig.Watcher.Set(Some.Service(new("http", new Listing(["a", "c"]))));
        await rig.PassAsync(1);
        Assert.Equal(2, rig.Watcher.Figures.Started);
    }

    [Fact]
    public async Task Remove_WhileACheckRuns_ForgetsItAtOnce()
    {
        await using var rig = new WatchRig();
        rig.Start();
        rig.Check.Answer(Url, FakeAnswer.Hangs);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(1);

        Assert.True(rig.Watcher.Remove("shop-api"));
        Assert.False(rig.Watcher.Remove("shop-api"));
        Assert.Null(rig.Watcher.Find("shop-api"));
        await rig.PassAsync(120);
        Assert.Empty(rig.Outcomes);
        Assert.Single(rig.Check.Requests);
        Assert.Empty(rig.Watcher.All);
    }

    [Fact]
    public async Task Remove_ThenAddAgain_StartsAfresh()
    {
        await using var rig = await DownAsync();
        rig.Watcher.Remove("shop-api");
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://new/")));
        await rig.PassAsync(61);
        Assert.Equal(3, rig.Check.TimesOf("http://new/").Count);
        Assert.Equal(Why.FirstSuccess, rig.Watcher.Find("shop-api")!.Verdict.Why);
    }

    private static async Task<WatchRig> DownAsync()
    {
        var rig = new WatchRig();
        rig.Start();
        rig.Check.Answer(Url, FakeAnswer.Refused);
        rig.Watcher.Set(Some.Service(rig.Check.Spec(Url)));
        await rig.PassAsync(10);
        Assert.Equal(Status.Down, rig.Watcher.Find("shop-api")!.Verdict.Status);
        return rig;
    }

    /// <summary>Options that hold a list: equal by description only.</summary>
    private sealed record Listing(IReadOnlyList<string> Words) : ICheckOptions
    {
        public string ServiceType => "api";

        public System.Text.Json.Nodes.JsonObject Describe(bool secrets) => new() { ["url"] = Url, ["words"] = string.Join(',', Words) };
    }
}
