using Hale.Server.Live;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Tests.Live;

public sealed class LiveFeedTests
{
    private readonly ManualTime _time = new();
    private readonly MemoryNumbers _numbers = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<(LiveFeed Feed, LiveState State)> OpenAsync()
    {
        var feed = new LiveFeed(_numbers, _time, NullLogger<LiveFeed>.Instance);
        await feed.OpenAsync(Cancel);
        return (feed, new LiveState(feed));
    }

    [Fact]
    public async Task Join_WithoutSince_SnapshotThenChangesInOrder()
    {
        var (feed, state) = await OpenAsync();
        state.Set("a", 1);
        using var seat = feed.Join(LiveFilter.All, null, state.Snapshot);
        state.Set("a", 2);
        state.Set("b", 1);

        var batch = await seat.NextAsync(Cancel);

        Assert.Equal(["a"], batch.Snapshot!.Services.Select(item => item.Id));
        Assert.Equal(2, batch.Seq);
        Assert.Equal([(3, "a"), (4, "b")], batch.Frames.Select(frame => ((int)frame.Seq, frame.Item.Id)));
    }

    [Fact]
    public async Task Join_SinceInTheRing_EachChangeAfterItAndNoSnapshot()
    {
        var (feed, state) = await OpenAsync();
        state.Set("a", 1);
        var since = feed.Seq;
        for (var version = 2; version <= 2000; version++)
            state.Set("a", version);

        using var seat = feed.Join(LiveFilter.All, since, state.Snapshot);
        var batch = await seat.NextAsync(Cancel);

        Assert.Null(batch.Snapshot);
        Assert.Equal(Enumerable.Range(1, 1999).Select(step => since + step), batch.Frames.Select(frame => frame.Seq));
    }

    [Fact]
    public async Task CountUnheard_UntilSomebodyListens_IsNumberedAndNotReplayed()
    {
        var (feed, state) = await OpenAsync();
        var first = feed.Seq;
        var counted = feed.CountUnheard();

        using var seat = feed.Join(LiveFilter.All, first, state.Snapshot);
        var batch = await seat.NextAsync(Cancel);

        Assert.True(counted);
        Assert.NotNull(batch.Snapshot);
        Assert.Equal(first + 1, batch.Seq);
        Assert.False(feed.CountUnheard());
        Assert.Equal(first + 1, feed.Seq);
    }

    [Fact]
    public async Task Join_SinceNewest_NothingUntilTheNextChange()
    {
        var (feed, state) = await OpenAsync();
        state.Set("a", 1);
        using var seat = feed.Join(LiveFilter.All, feed.Seq, state.Snapshot);
        var next = seat.NextAsync(Cancel).AsTask();
        Assert.False(next.IsCompleted);

        state.Set("a", 2);

        Assert.Equal(feed.Seq, (await next).Frames.Single().Seq);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-4097)]
    [InlineData(long.MinValue)]
    public async Task Join_SinceTooOldOrFuture_Snapshot(long distance)
    {
        var (feed, state) = await OpenAsync();
        for (var version = 0; version < 5000; version++)
            state.Set("a", version);

        using var seat = feed.Join(LiveFilter.All, distance == long.MinValue ? 0 : feed.Seq + distance, state.Snapshot);

        Assert.NotNull((await seat.NextAsync(Cancel)).Snapshot);
    }

    [Fact]
    public async Task Join_SinceTheOldestInTheRing_IsServedWhole()
    {
        var (feed, state) = await OpenAsync();
        for (var version = 0; version < 5000; version++)
            state.Set("a", version);

        using var seat = feed.Join(LiveFilter.All, feed.Seq - LiveRing.Size, state.Snapshot);

        Assert.Equal(LiveRing.Size, (await seat.NextAsync(Cancel)).Frames.Count);
    }

    [Fact]
    public async Task Open_AfterARestart_NumbersGrowAndFormerOnesGetASnapshot()
    {
        var (before, old) = await OpenAsync();
        old.Set("a", 1);
        var since = before.Seq;
        var (feed, state) = await OpenAsync();

        using var seat = feed.Join(LiveFilter.All, since, state.Snapshot);

        Assert.True(feed.Seq > since);
        Assert.NotNull((await seat.NextAsync(Cancel)).Snapshot);
    }

    [Fact]
    public async Task SlowReader_ManyChanges_CollapseToTheNewestOfEachObject()
    {
        var (feed, state) = await OpenAsync();
        using var seat = feed.Join(LiveFilter.All, feed.Seq, state.Snapshot);
        for (var version = 1; version <= 50_000; version++)
            state.Set($"s{version % 3}", version);

        var frames = (await seat.NextAsync(Cancel)).Frames;

        Assert.InRange(frames.Count, 3, 512);
        Assert.Equal(frames.Select(frame => frame.Seq).Order(), frames.Select(frame => frame.Seq));
        Assert.Equal(feed.Seq, frames[^1].Seq);
        Assert.Equal(3, frames.TakeLast(3).Select(frame => frame.Item.Id).Distinct().Count());
        Assert.Equal(0, feed.Lost);
    }

    [Fact]
    public async Task SlowReader_MoreObjectsThanFit_GetsANewSnapshot()
    {
        var (feed, state) = await OpenAsync();
        using var seat = feed.Join(LiveFilter.All, feed.Seq, state.Snapshot);
        for (var i = 0; i < 3 * LiveSeat.MostObjects; i++)
            state.Set($"s{i}", 1);
        Assert.True(seat.Pending <= 2 * LiveSeat.MostObjects);

        var batch = await seat.NextAsync(Cancel);

        Assert.Equal(3 * LiveSeat.MostObjects, batch.Snapshot!.Services.Count());
        Assert.Equal(feed.Seq, batch.Seq);
        Assert.Empty(batch.Frames);
    }

    [Fact]
    public async Task SlowReader_ManyResults_OldestAreDroppedAndCounted()
    {
        var (feed, state) = await OpenAsync();
        using var seat = feed.Join(new(Results: true), feed.Seq, state.Snapshot);
        for (var number = 0; number < 10_000; number++)
            state.Result("a", number);

        var frames = (await seat.NextAsync(Cancel)).Frames;

        Assert.InRange(frames.Count, LiveSeat.MostResults, 2 * LiveSeat.MostResults);
        Assert.Contains("9999", System.Text.Encoding.UTF8.GetString(frames[^1].Item.Json!), StringComparison.Ordinal);
        Assert.Equal(10_000 - frames.Count, feed.Lost);
    }

    [Fact]
    public async Task Result_NotAskedFor_NeitherToldNorNumbered()
    {
        var (feed, state) = await OpenAsync();
        using var seat = feed.Join(LiveFilter.All, feed.Seq, state.Snapshot);
        Assert.False(feed.WantsResults);
        state.Set("a", 1);
        var seq = feed.Seq;

        state.Result("a");

        Assert.Single((await seat.NextAsync(Cancel)).Frames);
        Assert.Equal(seq, feed.Seq);
    }

    [Fact]
    public async Task Result_AskedFor_CarriesTheNewestChangesNumberAndIsNotReplayed()
    {
        var (feed, state) = await OpenAsync();
        var since = feed.Seq;
        using (var seat = feed.Join(new(Results: true), since, state.Snapshot))
        {
            Assert.True(feed.WantsResults);
            state.Set("a", 1);
            state.Result("a");
            Assert.Equal([since + 1, since + 1], (await seat.NextAsync(Cancel)).Frames.Select(frame => frame.Seq));
        }

        Assert.False(feed.WantsResults);
        using var again = feed.Join(new(Results: true), since, state.Snapshot);
        Assert.Single((await again.NextAsync(Cancel)).Frames);
    }

    [Fact]
    public async Task Filter_ProjectAndService_NarrowSnapshotAndStream()
    {
        var (feed, state) = await OpenAsync();
        state.Set("a", 1);
        state.Set("other", 1, project: "blog");
        using var project = feed.Join(new(Project: "blog"), null, state.Snapshot);
        using var service = feed.Join(new(Service: "a"), null, state.Snapshot);
        state.Set("a", 2);
        state.Set("other", 2, project: "blog");

        var ofProject = await project.NextAsync(Cancel);
        var ofService = await service.NextAsync(Cancel);

        Assert.Equal(["other"], ofProject.Snapshot!.Services.Select(item => item.Id));
        Assert.Empty(ofProject.Snapshot.Projects);
        Assert.Equal(["other"], ofProject.Frames.Select(frame => frame.Item.Id));
        Assert.Equal(["a"], ofService.Snapshot!.Services.Select(item => item.Id));
        Assert.Equal(["a"], ofService.Frames.Select(frame => frame.Item.Id));
    }

    [Fact]
    public async Task Silence_FifteenSeconds_HeartbeatWithTheNewestNumberAndAgain()
    {
        var (feed, state) = await OpenAsync();
        using var seat = feed.Join(new(Service: "a"), feed.Seq, state.Snapshot);
        state.Set("b", 1);
        for (var beat = 0; beat < 2; beat++)
        {
            var next = seat.NextAsync(Cancel).AsTask();
            Assert.Equal(_time.Passed + TimeSpan.FromSeconds(15), _time.NextDue);
            _time.Advance(TimeSpan.FromSeconds(14.9));
            Assert.False(next.IsCompleted);

            _time.Advance(TimeSpan.FromSeconds(0.1));

            var batch = await next;
            Assert.Null(batch.Snapshot);
            Assert.Empty(batch.Frames);
            Assert.Equal(feed.Seq, batch.Seq);
        }
    }

    [Fact]
    public async Task Numbers_HalfABlockUsed_TheNextIsSetAsideAheadOfNeed()
    {
        var (feed, state) = await OpenAsync();
        await feed.ReserveAsync(Cancel);
        Assert.Equal(1, _numbers.Asked);
        for (var version = 0; version < 50_001; version++)
            state.Set("a", version);

        await feed.ReserveAsync(Cancel);

        Assert.Equal(2, _numbers.Asked);
    }

    [Fact]
    public async Task Numbers_StoreAway_StreamGoesOnAndCatchesUp()
    {
        var (feed, state) = await OpenAsync();
        _numbers.Away = true;
        for (var version = 0; version < 250_000; version++)
            state.Set("a", version);
        await Assert.ThrowsAsync<IOException>(async () => await feed.ReserveAsync(Cancel));

        _numbers.Away = false;
        await feed.ReserveAsync(Cancel);

        var (next, _) = await OpenAsync();
        Assert.True(next.Seq > feed.Seq);
    }

    [Fact]
    public async Task Join_WhileOthersPublish_SnapshotAndFramesFitWithoutGapOrDouble()
    {
        // Fewer changes than collapse, so that a reader has to be told every one that its snapshot does not hold.
        const int Changes = 400;
        var (feed, state) = await OpenAsync();
        for (var round = 0; round < 200; round++)
        {
            var before = round * Changes;
            var publishing = Task.Run(
                () =>
                {
                    for (var change = 1; change <= Changes; change++)
                        state.Set("a", before + change);
                },
                Cancel);
            using var seat = feed.Join(LiveFilter.All, null, state.Snapshot);
            await publishing;

            var first = await seat.NextAsync(Cancel);

            // Each change moves number and version by one, from number 1 and version 0 on.
            var shown = first.Snapshot!.Services.Select(item => System.Text.Encoding.UTF8.GetString(item.Json!)).SingleOrDefault();
            Assert.Equal(first.Seq == 1 ? null : $"{{\"id\":\"a\",\"version\":{first.Seq - 1}}}", shown);
            var missing = Enumerable.Range(0, (int)(feed.Seq - first.Seq)).Select(later => first.Seq + 1 + later);
            Assert.Equal(missing, first.Frames.Select(frame => frame.Seq));
        }
    }
}
