using Hale.Monitoring.Health;
using Hale.Server.History;

namespace Hale.Contracts.Tests;

/// <summary>What every history store must keep.</summary>
public abstract class HistoryStoreContract : HistoryContract
{
    private protected HistoryStoreContract(Ground ground)
        : base(ground)
    {
    }

    [Fact]
    public async Task Load_AfterWrites_AnswersSeriesWithWhatIsHeldAndTheLogInItsOrder()
    {
        await AppendAsync("a", "b", "c");
        await Store.AppendAsync(
            new() { Rows = [new(8, Bytes(8)), new(9, Bytes(9))], States = [new(1, "one")], Heads = [new(1, 512, 9, 2, Bytes(1)), new(2, 0, 9, 0, Bytes())] }, Cancel);
        await ReopenAsync();

        var loaded = await Store.LoadAsync(Cancel);

        Assert.Equal([(1, "a", "one"), (2, "b", null), (3, "c", null)], loaded.Series.OrderBy(each => each.Id).Select(each => (each.Id, each.Key, each.State)));
        var head = loaded.Series.Single(each => each.Key == "a").Head!;
        Assert.Equal((512L, 9L, 2, 1), (head.First, head.Through, head.Beyond, (int)head.Body.Span[0]));
        Assert.True(loaded.Series.Single(each => each.Key == "b").Head!.Body.IsEmpty);
        Assert.Null(loaded.Series.Single(each => each.Key == "c").Head);
        Assert.Equal([(8, 8), (9, 9)], loaded.Rows.Select(row => (row.Number, (int)row.Body.Span[0])));
        Assert.Equal((3, 9), (loaded.LastSeries, loaded.LastRow));
    }

    [Fact]
    public async Task Trim_RowsOfTheLog_LeavesTheLaterOnesAndTheNumber()
    {
        await Store.AppendAsync(new() { Rows = [new(1, Bytes(1)), new(2, Bytes(2)), new(3, Bytes(3))] }, Cancel);
        await Store.AppendAsync(new() { Trim = 2 }, Cancel);
        Assert.Equal([3], (await Store.LoadAsync(Cancel)).Rows.Select(row => row.Number));

        await Store.AppendAsync(new() { Trim = 3 }, Cancel);
        await ReopenAsync();

        Assert.Equal(3, (await Store.LoadAsync(Cancel)).LastRow);
        Assert.Empty((await Store.LoadAsync(Cancel)).Rows);
    }

    [Fact]
    public async Task State_AndHead_WrittenAgain_AreReplaced()
    {
        await AppendAsync("a");
        await Store.AppendAsync(new() { States = [new(1, "1")], Heads = [new(1, 0, 1, 0, Bytes(1))] }, Cancel);
        await Store.AppendAsync(new() { States = [new(1, "2")], Heads = [new(1, 5, 2, 1, Bytes(2))] }, Cancel);

        var series = Assert.Single((await Store.LoadAsync(Cancel)).Series);

        Assert.Equal(("2", 5, 2), (series.State, series.Head!.First, series.Head.Through));
    }

    [Fact]
    public async Task Chunks_FromATime_AreThoseThatEndThenOrLaterInTheirOrder()
    {
        await AppendAsync("a", "b");
        await Store.AppendAsync(new() { Chunks = [Packed(1, 30), Packed(1, 10), Packed(2, 20), Packed(1, 20)] }, Cancel);

        Assert.Equal([10, 20, 30], await Chunks(1, 0));
        Assert.Equal([20, 30], await Chunks(1, 20));
        Assert.Empty(await Chunks(1, 31));
        Assert.Equal([20], await Chunks(2, 0));
        Assert.Empty(await Chunks(3, 0));
        Assert.Equal([30, 20], (await Store.LastChunksAsync(1, 2, Cancel)).Select(chunk => (int)chunk.Span[0]));

        async Task<IEnumerable<int>> Chunks(int series, int from) =>
            (await Store.ChunksAsync(series, T0.AddSeconds(from), Cancel)).Select(chunk => (int)chunk.Span[0]);
    }

    [Fact]
    public async Task Chunks_ThatEndInTheSameSecond_AreAllKept()
    {
        await AppendAsync("a");
        await Store.AppendAsync(new() { Chunks = [Packed(1, 10), Packed(1, 10)] }, Cancel);
        await Store.AppendAsync(new() { Chunks = [Packed(1, 10), Packed(1, 11)] }, Cancel);

        Assert.Equal(4, (await Store.ChunksAsync(1, T0.AddSeconds(10), Cancel)).Count);
    }

    [Fact]
    public async Task Event_OfEveryStatusAndReason_ComesBackAsWritten()
    {
        await AppendAsync("a");
        var all = Enum.GetValues<Why>().Select((why, i) => new StatusEvent(
            "a", new(T0.AddSeconds(i), (Status)(i % 4), (Status)((i + 1) % 4), why, i % 2 == 0 ? null : "it's so"), i % 3 == 0 ? "shop-db" : null)).ToArray();
        await Store.AppendAsync(new() { Events = [.. all.Select(each => new SeriesEvent(1, each))] }, Cancel);

        Assert.Equal(all, (await Store.EventsWithinAsync(["a"], T0, T0.AddHours(1), Cancel)).Single());
    }

    [Fact]
    public async Task Events_PageAfterPage_HaveNoGapAndNoDouble()
    {
        // Written while the clock was set back and forth: the order is that of writing.
        var seconds = new[] { 5, 3, 9, 9, 1, 7, 2 };
        await AppendAsync("a", "b");
        await Store.AppendAsync(new() { Events = [.. seconds.Select(second => Changed(1, "a", second)), Changed(2, "b", 4)] }, Cancel);

        var read = new List<StatusEvent>();
        long? before = null;
        while (read.Count < 100 && await Store.EventsAsync(["a"], before, 3, Cancel) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(each => each.Event));
            before = page[^1].Place;
            await Store.AppendAsync(new() { Events = [Changed(1, "a", 100)] }, Cancel);
        }

        Assert.Equal(seconds.Reverse().Select(second => T0.AddSeconds(second)), read.Select(each => each.Step.At));
    }

    [Fact]
    public async Task Evidence_NewestFirst_PageAfterPageAndTheOldestGoes()
    {
        await AppendAsync("a", "b");
        for (var i = 0; i < IHistoryStore.KeptEvidence + 5; i++)
            await Store.AppendAsync(new() { Evidence = [new(1, T0.AddSeconds(i), $"a{i}"), new(2, T0, "b")] }, Cancel);

        var first = await Store.EvidenceAsync("a", null, 3, Cancel);
        Assert.Equal(["a104", "a103", "a102"], first.Select(each => each.Body));
        Assert.Equal(["a101"], (await Store.EvidenceAsync("a", first[^1].Place, 1, Cancel)).Select(each => each.Body));
        Assert.Equal("a5", (await Store.EvidenceAsync("a", null, 1000, Cancel))[^1].Body);
    }

    [Fact]
    public async Task Rollups_OfASeries_AreKeptByTheirDay()
    {
        var day = DateOnly.FromDateTime(T0.UtcDateTime);
        await AppendAsync("a", "b");
        await Store.AppendAsync(new() { Series = [new(2, null)] }, Cancel);
        Assert.Null(await Store.RolledAsync(Cancel));

        await Store.RollAsync([new(1, day, Bytes(1)), new(1, day.AddDays(1), Bytes(2)), new(2, day, Bytes(3))], null, Cancel);
        Assert.Null(await Store.RolledAsync(Cancel));
        await Store.RollAsync([new(1, day.AddDays(1), Bytes(4))], day.AddDays(1), Cancel);
        await ReopenAsync();

        Assert.Equal(day.AddDays(1), await Store.RolledAsync(Cancel));
        Assert.Equal([(0, 1), (1, 4)], await Days(day, day.AddDays(5)));
        Assert.Equal([(1, 4)], await Days(day.AddDays(1), day.AddDays(1)));
        Assert.Empty(await Days(day.AddDays(2), DateOnly.MaxValue));
        Assert.Empty(await Store.RollupsAsync(2, DateOnly.MinValue, DateOnly.MaxValue, Cancel));

        async Task<IEnumerable<(int, int)>> Days(DateOnly from, DateOnly to) =>
            (await Store.RollupsAsync(1, from, to, Cancel)).Select(each => (each.Day.DayNumber - day.DayNumber, (int)each.Body.Span[0]));
    }

    [Fact]
    public async Task Events_OfSomeKeys_AreOnePageAfterTheOtherNewestFirst()
    {
        await AppendAsync("a", "b", "c");
        for (var second = 0; second < 12; second++)
            await Store.AppendAsync(new() { Events = [Changed(second % 3 + 1, "abc"[second % 3].ToString(), second)] }, Cancel);
        var read = new List<(string, double)>();
        long? before = null;
        while (await Store.EventsAsync(["a", "c", "none"], before, 3, Cancel) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(each => (each.Event.Key, (each.Event.Step.At - T0).TotalSeconds)));
            before = page[^1].Place;
        }

        Assert.Equal([("c", 11), ("a", 9), ("c", 8), ("a", 6), ("c", 5), ("a", 3), ("c", 2), ("a", 0)], read);
        Assert.Empty(await Store.EventsAsync([], null, 10, Cancel));
    }

    [Fact]
    public async Task Versions_OfAWindow_ComeAfterTheLastOneBeforeIt()
    {
        await AppendAsync("a", "b");
        await Store.AppendAsync(new() { Versions = [Told(1, 10, "1"), Told(2, 15, "x"), Told(1, 20, "2"), Told(1, 30, "3"), Told(9, 30, "nobody's")] }, Cancel);
        await ReopenAsync();

        Assert.Equal([Told(1, 10, "1"), Told(1, 20, "2")], await Store.VersionsAsync("a", T0.AddSeconds(15), T0.AddSeconds(30), Cancel));
        Assert.Equal([Told(1, 30, "3")], await Store.VersionsAsync("a", T0.AddSeconds(40), T0.AddSeconds(50), Cancel));
        Assert.Empty(await Store.VersionsAsync("a", T0, T0.AddSeconds(10), Cancel));
        Assert.Equal([Told(1, 30, "3"), Told(2, 15, "x")], (await Store.LoadAsync(Cancel)).Versions.OrderBy(each => each.Series));

        await PruneAllAsync(0, most: 1, changes: 35);
        Assert.Equal([Told(1, 30, "3")], await Store.VersionsAsync("a", T0, T0.AddSeconds(60), Cancel));
        await Store.AppendAsync(new() { Series = [new(1, null)] }, Cancel);
        await PruneAllAsync(0, most: 10);
        Assert.Equal(["b"], (await Store.LoadAsync(Cancel)).Series.Select(each => each.Key));
        Assert.Equal([2], (await Store.LoadAsync(Cancel)).Versions.Select(each => each.Series));
    }

    [Fact]
    public async Task EventsWithin_Window_IsPrecededByTheLastOneBefore()
    {
        await AppendAsync("a", "b");
        await Store.AppendAsync(
            new() { Events = [Changed(1, "a", 1), Changed(1, "a", 2), Changed(1, "a", 5), Changed(1, "a", 8), Changed(2, "b", 3)] }, Cancel);

        Assert.Equal([2, 5], await Within(3, 8));
        Assert.Equal([5], await Within(5, 8, skip: 1));
        Assert.Equal([8], await Within(20, 30));
        Assert.Empty(await Within(0, 1));
        Assert.Equal([1, 0], (await Store.EventsWithinAsync(["b", "unknown"], T0, T0.AddSeconds(9), Cancel)).Select(events => events.Count));

        async Task<IEnumerable<double>> Within(int from, int to, int skip = 0) =>
            (await Store.EventsWithinAsync(["b", "a"], T0.AddSeconds(from), T0.AddSeconds(to), Cancel))[1].Skip(skip).Select(each => (each.Step.At - T0).TotalSeconds);
    }

    [Fact]
    public async Task EventsWithin_WrittenUnderAClockThatWasSetBack_ComeInTheOrderTheyWereWritten()
    {
        await AppendAsync("a");
        await Store.AppendAsync(new() { Events = [Changed(1, "a", 4), Changed(1, "a", 9), Changed(1, "a", 2), Changed(1, "a", 7), Changed(1, "a", 6)] }, Cancel);

        var events = (await Store.EventsWithinAsync(["a"], T0.AddSeconds(5), T0.AddSeconds(10), Cancel)).Single();

        Assert.Equal([2, 9, 7, 6], events.Select(each => (each.Step.At - T0).TotalSeconds));
    }

    [Fact]
    public async Task Earlier_Events_StandBeforeAllOthersInTheOrderOfTheirTimes()
    {
        await AppendAsync("a", "b");
        await Store.AppendAsync(new() { Events = [Changed(1, "a", 50), Changed(2, "b", 51)] }, Cancel);
        await Store.AppendAsync(new() { Earlier = [Changed(1, "a", 9), Changed(1, "a", 3), Changed(2, "b", 3), Changed(1, "a", 3), Changed(7, "unknown", 3)] }, Cancel);
        await Store.AppendAsync(new() { Earlier = [Changed(1, "a", 6)], Events = [Changed(1, "a", 60)] }, Cancel);

        var paged = await Store.EventsAsync(["a"], null, 4, Cancel);
        Assert.Equal([60, 50, 9, 6], paged.Select(each => Second(each.Event)));
        Assert.Equal([3, 3], (await Store.EventsAsync(["a"], paged[^1].Place, 9, Cancel)).Select(each => Second(each.Event)));
        Assert.Equal([3, 6, 9, 50], (await Store.EventsWithinAsync(["a"], T0.AddSeconds(5), T0.AddSeconds(55), Cancel)).Single().Select(Second));
        Assert.Equal([60, 51, 50], (await Store.LatestEventsAsync(3, Cancel)).Select(Second));

        double Second(StatusEvent each) => (each.Step.At - T0).TotalSeconds;
    }

    [Fact]
    public async Task LatestEvents_OfAllKeys_AreNewestFirst()
    {
        await AppendAsync("a", "b", "c");
        await Store.AppendAsync(new() { Events = [Changed(1, "a", 1), Changed(2, "b", 2), Changed(1, "a", 3), Changed(3, "c", 4)] }, Cancel);

        Assert.Equal(["c", "a", "b"], (await Store.LatestEventsAsync(3, Cancel)).Select(each => each.Key));
    }

    [Fact]
    public async Task Append_BatchThatFails_LeavesNothing()
    {
        await AppendAsync("old");
        await Store.AppendAsync(new() { Rows = [new(1, Bytes(1))], States = [new(1, "before")] }, Cancel);
        var bad = new HistoryBatch
        {
            Series = [new(1, null), new(2, "new")],
            Events = [Changed(1, "old", 2), new(2, new("new", new(T0, (Status)9, Status.Up, Why.Failures, null), null))],
            Rows = [new(2, Bytes(2)), new(1, Bytes(3))],
            Chunks = [Packed(2, 1)],
        };

        await Assert.ThrowsAsync<InvalidDataException>(async () => await Store.AppendAsync(bad, Cancel));

        var loaded = await Store.LoadAsync(Cancel);
        Assert.Equal(("old", "before"), (loaded.Series.Single().Key, loaded.Series.Single().State));
        Assert.Equal([1], loaded.Rows.Select(row => row.Number));
        Assert.Empty(await Store.LatestEventsAsync(10, Cancel));
        Assert.Empty(await Store.ChunksAsync(2, T0, Cancel));
        await Store.AppendAsync(new() { Series = [new(2, "new")], Rows = [new(2, Bytes(2))] }, Cancel);
        Assert.Equal(2, (await Store.LoadAsync(Cancel)).Rows.Count);
    }

    [Fact]
    public async Task Forget_Series_TakesItsPastAndNobodyElses()
    {
        await AppendAsync("a", "b");
        await Store.AppendAsync(
            new() { Events = [Changed(1, "a", 1), Changed(2, "b", 1)], States = [new(1, "1"), new(2, "1")], Chunks = [Packed(1, 1), Packed(2, 1)] }, Cancel);

        // What was gathered before it was forgotten may come after, and its name may be taken again at once.
        await Store.AppendAsync(
            new()
            {
                Series = [new(1, null), new(3, "a")],
                Events = [Changed(1, "a", 2)],
                States = [new(1, "late"), new(3, "new")],
                Heads = [new(1, 0, 1, 0, Bytes(1)), new(3, 0, 1, 0, Bytes(3))],
            },
            Cancel);

        Assert.Equal(["b"], (await Store.LatestEventsAsync(10, Cancel)).Select(each => each.Key));
        Assert.Empty(await Store.EventsAsync(["a"], null, 10, Cancel));
        Assert.Equal([(2, "b", "1"), (3, "a", "new")], (await Store.LoadAsync(Cancel)).Series.OrderBy(each => each.Id).Select(each => (each.Id, each.Key, each.State)));
        Assert.Single(await Store.ChunksAsync(2, T0, Cancel));
    }

    [Fact]
    public async Task Runs_OfTheHub_AreKeptWithTheirLastSignOfLife()
    {
        var first = await Store.BeginRunAsync(T0, Cancel);
        await Store.AppendAsync(new() { Seen = new(first, T0.AddSeconds(7)) }, Cancel);
        await ReopenAsync();
        var second = await Store.BeginRunAsync(T0.AddSeconds(20), Cancel);

        Assert.Equal(
            [new(first, T0, T0.AddSeconds(7)), new Run(second, T0.AddSeconds(20), T0.AddSeconds(20))], await Store.RunsAsync(T0, T0.AddHours(1), Cancel));
        Assert.Equal([second], (await Store.RunsAsync(T0.AddSeconds(8), T0.AddHours(1), Cancel)).Select(run => run.Id));
        Assert.Equal([first], (await Store.RunsAsync(T0.AddSeconds(1), T0.AddSeconds(2), Cancel)).Select(run => run.Id));
    }

    [Fact]
    public async Task Readers_WhileBatchesAreWritten_SeeWholeBatches()
    {
        await AppendAsync("a");
        var writing = Task.Run(async () =>
        {
            for (var batch = 0; batch < 60; batch++)
                await Store.AppendAsync(new() { Chunks = [.. Enumerable.Range(batch * 10, 10).Select(second => Packed(1, second))] }, Cancel);
        }, Cancel);
        var reading = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var counts = new List<int>();
            while (!writing.IsCompleted)
                counts.Add((await Store.ChunksAsync(1, T0, Cancel)).Count);
            return counts;
        }, Cancel)).ToArray();

        await writing;
        Assert.All((await Task.WhenAll(reading)).SelectMany(counts => counts), count => Assert.Equal(0, count % 10));
        Assert.Equal(600, (await Store.ChunksAsync(1, T0, Cancel)).Count);
    }
}
