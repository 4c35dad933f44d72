using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

public sealed class HistoryWritingTests
{
    private readonly FakeHistoryStore _store = new();

    [Fact]
    public async Task Results_OfASecond_AreOneRowWithTheVerdictsThatMoved()
    {
        await using var rig = new HistoryRig(_store);
        rig.Run();
        rig.Saw("a");
        await rig.Time.QuietAsync(() => _store.Batches.Count == 1);
        rig.Saw("a");
        rig.Saw("b");
        rig.Saw("a", Some.Failure(message: "gone"));
        await rig.PassAsync(0.9, rig.Idle);
        Assert.Single(_store.Batches);

        await rig.PassAsync(0.2, rig.Idle);
        await rig.Time.QuietAsync(() => _store.Batches.Count == 2);

        var batch = _store.Batches[1];
        Assert.Equal(2, Assert.Single(batch.Rows).Number);
        Assert.Equal(["a", "b", "a"], _store.SamplesOf(batch).Select(sample => sample.Key));
        Assert.Equal([("b", Status.Up), ("a", Status.Down)], batch.Events.Select(each => (each.Event.Key, each.Event.Step.To)));
        Assert.Equal(["a", "b"], batch.States.Select(state => _store.KeyOf(state.Series)).Order());
        Assert.Contains("gone", _store.StateOf("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailingStore_IsTriedAgainAndNothingIsMissing()
    {
        await using var rig = new HistoryRig(_store);
        await rig.History.LoadAsync(HistoryRig.Cancel);
        _store.Fault = new IOException("the disk is full");
        rig.Run();
        for (var second = 0; second < 100; second++)
        {
            rig.Saw("a", second % 7 == 0 ? Some.Failure() : null);
            await rig.PassAsync(1, rig.Idle);
        }

        Assert.Equal("the disk is full", rig.History.Failing?.Error);
        // 100 results, and about 30 changes of status.
        Assert.InRange(rig.History.Unwritten, 120, 140);
        Assert.InRange(_store.Tries, 5, 10);
        _store.Fault = null;
        await rig.PassAsync(60, rig.Idle);
        await rig.Time.QuietAsync(rig.Idle);

        Assert.Null(rig.History.Failing);
        Assert.Equal(0, rig.History.Lost);
        Assert.Equal(100, _store.Samples.Count());
    }

    [Fact]
    public async Task FailingStore_WhenTheQueueIsFull_CountsResultsLostAndKeepsEvents()
    {
        await using var rig = new HistoryRig(_store, new() { Capacity = 100 });
        _store.Fault = new IOException("away");
        rig.Saw("a");
        rig.Run();
        for (var i = 0; i < 300; i++)
            rig.Saw("a");
        rig.Saw("a", Some.Failure(message: "gone"));

        Assert.InRange(rig.History.Lost, 200, 220);
        _store.Fault = null;
        await rig.PassAsync(120, rig.Idle);
        await rig.Time.QuietAsync(rig.Idle);

        Assert.Equal(301 - rig.History.Lost + 1, _store.Samples.Count());
        Assert.Equal([Status.Up, Status.Down], _store.Batches.SelectMany(batch => batch.Events).Select(each => each.Event.Step.To));
        Assert.Contains("gone", _store.StateOf("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BatchRefusedForGood_IsCountedAndTheNextIsWritten()
    {
        await using var rig = new HistoryRig(_store);
        _store.Fault = new InvalidDataException("no such status");
        rig.Saw("a");
        rig.Run();
        await rig.Time.QuietAsync(rig.Idle);
        _store.Fault = null;
        rig.Saw("b");
        await rig.PassAsync(2, rig.Idle);
        await rig.Time.QuietAsync(rig.Idle);

        Assert.Equal(2, rig.History.Lost);
        Assert.Single(_store.Samples);
    }

    [Fact]
    public async Task Stop_WritesWhatIsLeftAtOnce()
    {
        await using var rig = new HistoryRig(_store);
        await rig.History.LoadAsync(HistoryRig.Cancel);
        rig.Run();
        rig.Saw("a");
        await rig.Time.QuietAsync(() => _store.Batches.Count == 1);
        rig.Saw("b");

        rig.Stop();
        await rig.Running;

        Assert.Equal(["a", "b"], _store.Samples.Select(sample => sample.Key));
        Assert.Equal(new RunSeen(7, rig.Time.GetUtcNow()), _store.Batches[^1].Seen);
    }

    [Fact]
    public async Task Stop_WhileTheStoreFails_GivesUpAfterFiveSeconds()
    {
        await using var rig = new HistoryRig(_store);
        _store.Fault = new IOException("away");
        rig.Run();
        rig.Saw("a");
        await rig.Time.QuietAsync(() => _store.Tries == 1);

        rig.Stop();
        await rig.PassAsync(4.9, rig.Idle);
        Assert.False(rig.Running.IsCompleted);
        await rig.PassAsync(0.2, rig.Idle);
        await rig.Running;

        Assert.Equal(2, rig.History.Lost);
    }

    [Fact]
    public async Task Idle_SignOfLife_IsWrittenEveryTenSeconds()
    {
        await using var rig = new HistoryRig(_store);
        await rig.History.LoadAsync(HistoryRig.Cancel);
        var start = rig.Time.GetUtcNow();
        rig.Run();

        await rig.PassAsync(35, rig.Idle);

        Assert.Equal([10, 20, 30], _store.Batches.Select(batch => (batch.Seen!.At - start).TotalSeconds));
        Assert.All(rig.Vitals.Loops, loop => Assert.False(loop.Stuck));
    }

    [Fact]
    public async Task Prune_MonthOldRows_GoStepByStepAndThenSeldom()
    {
        await using var rig = new HistoryRig(_store);
        foreach (var removed in (int[])[5_000, 5_000, 12])
            _store.Prunes.Enqueue(removed);
        var start = rig.Time.GetUtcNow();
        rig.Run();

        await rig.PassAsync(11 * 60 + 30, rig.Idle);

        Assert.Equal([60, 62, 64, 66, 666], _store.Pruned.Select(each => (each.Before - start + TimeSpan.FromDays(30)).TotalSeconds));
        Assert.All(_store.Pruned, each => Assert.Equal(5_000, each.Most));
    }

    [Fact]
    public async Task Prune_MoreThanTheDiskMayTake_GoesOnUntilItFits()
    {
        await using var rig = new HistoryRig(_store, new() { MaxDisk = 1_000 });
        var start = rig.Time.GetUtcNow();
        (_store.Size, _store.Rolled) = (1_001, DateOnly.FromDateTime(start.UtcDateTime).AddDays(-1));
        _store.Oldest = new(start.AddDays(-10), null);
        rig.Run();
        await rig.PassAsync(63, rig.Idle);
        Assert.All(_store.Pruned, each => Assert.Equal(9.8, (start - each.Before).TotalDays, 0.01));
        Assert.Equal((2, 1_001L, false), (_store.Pruned.Count, rig.History.Size, rig.History.Overfull));

        _store.Oldest = new(start.AddDays(-9), null);
        await rig.PassAsync(2, rig.Idle);
        Assert.Equal(8.82, (start - _store.Pruned[^1].Before).TotalDays, 0.01);
        _store.Oldest = new(start, null);
        await rig.PassAsync(2, rig.Idle);
        Assert.True(rig.History.Overfull);
        Assert.Equal(30, (rig.Time.GetUtcNow() - _store.Pruned[^1].Before).TotalDays, 0.01);

        var before = _store.Pruned.Count;
        _store.Size = 1_000;
        await rig.PassAsync(601, rig.Idle);
        Assert.False(rig.History.Overfull);
        Assert.Equal(before + 1, _store.Pruned.Count);
    }

    [Fact]
    public async Task Forget_AndSeeAgainWithinASecond_KeepsOnlyWhatCameAfter()
    {
        await using var rig = new HistoryRig(_store);
        rig.Saw("a", Some.Failure(message: "old"));
        rig.Saw("b");
        rig.History.Forget("a");
        rig.Saw("a", Some.Success(message: "new"));
        rig.Run();
        await rig.Time.QuietAsync(rig.Idle);

        var batch = Assert.Single(_store.Batches);
        Assert.Equal([(1, "a"), (2, "b"), (1, null), (3, "a")], batch.Series.Select(change => (change.Series, change.Key)));
        Assert.Equal([3], batch.States.Select(state => state.Series).Except([2]));
        Assert.DoesNotContain("old", _store.StateOf("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForcedCheckOfAPausedOne_ChangesNothing()
    {
        await using var rig = new HistoryRig(_store);
        rig.Saw("a");
        rig.Pause("a");
        var held = rig.History.Find("a");
        rig.Saw("a", Some.Failure(), counted: false);
        rig.Run();
        await rig.Time.QuietAsync(rig.Idle);

        Assert.Equal(held, rig.History.Find("a"));
        Assert.Single(_store.Samples);
    }

    [Fact]
    public async Task PauseAndResume_OfAnUnknownOne_AreEventsToo()
    {
        await using var rig = new HistoryRig(_store);
        rig.Pause("a");
        rig.Resume("a");
        rig.Saw("a");
        rig.Run();
        await rig.Time.QuietAsync(rig.Idle);

        Assert.Equal(
            [(Status.Unknown, Why.Paused), (Status.Unknown, Why.Resumed), (Status.Up, Why.FirstSuccess)],
            _store.Batches.SelectMany(batch => batch.Events).Select(each => (each.Event.Step.To, each.Event.Step.Why)));
    }
}
