using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History;

namespace Hale.Contracts.Tests;

/// <summary>What every history store must keep.</summary>
public abstract class HistoryStoreContract : StoreContract
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    private IHistoryStore Store => Stores.History;

    [Fact]
    public async Task Append_SameInstantTwice_KeepsBothInTheirOrder()
    {
        await WriteAsync(Sampled("a", 0, message: "one"), Sampled("a", 0, message: "two"));
        await WriteAsync(Sampled("a", 0, message: "three"));

        Assert.Equal(["one", "two", "three"], (await SamplesAsync("a", 0, 1)).Select(sample => sample.Message));
        Assert.Equal(["three", "two", "one"], (await Store.RecentAsync("a", 10, Cancel)).Select(sample => sample.Message));
    }

    [Fact]
    public async Task Samples_Window_HoldsItsBeginningAndNotItsEnd()
    {
        await WriteAsync([.. Enumerable.Range(0, 10).Reverse().Select(second => Sampled("a", second)), Sampled("b", 4)]);

        var found = await SamplesAsync("a", 3, 6);

        Assert.Equal([T0.AddSeconds(3), T0.AddSeconds(4), T0.AddSeconds(5)], found.Select(sample => sample.At));
        Assert.Empty(await SamplesAsync("nobody", 0, 100));
    }

    [Fact]
    public async Task Samples_WindowWithinAMillisecond_CountsByTheWholeMillisecond()
    {
        await WriteAsync(Sampled("a", 1));

        Assert.Empty(await ReadAsync("a", T0.AddSeconds(1).AddTicks(1), T0.AddSeconds(2)));
        Assert.Single(await ReadAsync("a", T0, T0.AddSeconds(1).AddTicks(1)));
    }

    [Fact]
    public async Task Recent_MoreThanAsked_AnswersTheNewestFirst()
    {
        await WriteAsync([.. Enumerable.Range(0, 100).Select(second => Sampled("a", second))]);

        var recent = await Store.RecentAsync("a", 3, Cancel);

        Assert.Equal([T0.AddSeconds(99), T0.AddSeconds(98), T0.AddSeconds(97)], recent.Select(sample => sample.At));
    }

    [Fact]
    public async Task Sample_OfEveryKindAndStatus_ComesBackAsWritten()
    {
        var all = Enum.GetValues<FailureKind>().Select((kind, i) => new Sample("a", T0.AddSeconds(i), Status.Down, i / 1000.0, kind, $"said \"{kind}\" – ✓"))
            .Concat(Enum.GetValues<Status>().Select((status, i) => new Sample("a", T0.AddSeconds(100 + i), status, 12.345, null, null)))
            .Append(new Sample("a", T0.AddSeconds(200), Status.Unknown, null, FailureKind.Timeout, null)).ToArray();
        await WriteAsync(all);

        Assert.Equal(all, await SamplesAsync("a", 0, 1000));
    }

    [Fact]
    public async Task Event_OfEveryStatusAndReason_ComesBackAsWritten()
    {
        var all = Enum.GetValues<Why>().Select((why, i) => new StatusEvent(
            "a", new(T0.AddSeconds(i), (Status)(i % 4), (Status)((i + 1) % 4), why, i % 2 == 0 ? null : "it's so"), i % 3 == 0 ? "shop-db" : null)).ToArray();
        await AppendAsync(events: all);

        Assert.Equal(all, await Store.EventsWithinAsync("a", T0, T0.AddHours(1), Cancel));
    }

    [Fact]
    public async Task Events_PageAfterPage_HaveNoGapAndNoDouble()
    {
        // Written while the clock was set back and forth: the order is that of writing.
        var seconds = new[] { 5, 3, 9, 9, 1, 7, 2 };
        await AppendAsync(events: [.. seconds.Select(second => Changed("a", second)), Changed("b", 4)]);

        var read = new List<StatusEvent>();
        long? before = null;
        while (read.Count < 100 && await Store.EventsAsync("a", before, 3, Cancel) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(each => each.Event));
            before = page[^1].Place;
            await AppendAsync(events: [Changed("a", 100)]);
        }

        Assert.Equal(seconds.Reverse().Select(second => T0.AddSeconds(second)), read.Select(each => each.Step.At));
    }

    [Fact]
    public async Task EventsWithin_Window_IsPrecededByTheLastOneBefore()
    {
        await AppendAsync(events: [Changed("a", 1), Changed("a", 2), Changed("a", 5), Changed("a", 8), Changed("b", 3)]);

        Assert.Equal([2, 5], await Within(3, 8));
        Assert.Equal([5], await Within(5, 8, skip: 1));
        Assert.Equal([8], await Within(20, 30));
        Assert.Empty(await Within(0, 1));

        async Task<IEnumerable<double>> Within(int from, int to, int skip = 0) =>
            (await Store.EventsWithinAsync("a", T0.AddSeconds(from), T0.AddSeconds(to), Cancel)).Skip(skip).Select(each => (each.Step.At - T0).TotalSeconds);
    }

    [Fact]
    public async Task LatestEvents_OfAllKeys_AreNewestFirst()
    {
        await AppendAsync(events: [Changed("a", 1), Changed("b", 2), Changed("a", 3), Changed("c", 4)]);

        Assert.Equal(["c", "a", "b"], (await Store.LatestEventsAsync(3, Cancel)).Select(each => each.Key));
    }

    [Fact]
    public async Task Append_BatchThatFails_LeavesNothing()
    {
        await AppendAsync([Sampled("old", 1)], [Changed("old", 1)], [new("old", "before")]);
        var bad = new HistoryBatch(
            [Sampled("old", 2), Sampled("new", 2), Sampled("new", 3) with { Status = (Status)9 }], [Changed("new", 2)], [new("new", "x")], ["old"]);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await Store.AppendAsync(bad, Cancel));

        Assert.Equal([new StoredVerdict("old", "before")], await Store.VerdictsAsync(Cancel));
        Assert.Single(await SamplesAsync("old", 0, 100));
        Assert.Single(await Store.LatestEventsAsync(10, Cancel));
        Assert.Empty(await SamplesAsync("new", 0, 100));
        await WriteAsync(Sampled("new", 4));
        Assert.Single(await SamplesAsync("new", 0, 100));
    }

    [Fact]
    public async Task Verdict_WrittenAgain_IsReplaced()
    {
        await AppendAsync(verdicts: [new("a", "1"), new("b", "1")]);
        await AppendAsync(verdicts: [new("a", "2")]);

        Assert.Equal([new("a", "2"), new StoredVerdict("b", "1")], (await Store.VerdictsAsync(Cancel)).OrderBy(each => each.Key));
    }

    [Fact]
    public async Task Forget_Key_TakesItsPastAndNobodyElses()
    {
        await AppendAsync([Sampled("a", 1), Sampled("b", 1)], [Changed("a", 1), Changed("b", 1)], [new("a", "1"), new("b", "1")]);

        await Store.AppendAsync(new([Sampled("a", 2)], [], [new("a", "new")], ["a", "never-seen"]), Cancel);

        Assert.Equal([T0.AddSeconds(2)], (await Store.RecentAsync("a", 10, Cancel)).Select(sample => sample.At));
        Assert.Empty(await Store.EventsAsync("a", null, 10, Cancel));
        Assert.Equal(["b"], (await Store.LatestEventsAsync(10, Cancel)).Select(each => each.Key));
        Assert.Equal([new("a", "new"), new StoredVerdict("b", "1")], (await Store.VerdictsAsync(Cancel)).OrderBy(each => each.Key));
        Assert.Single(await Store.RecentAsync("b", 10, Cancel));
    }

    [Fact]
    public async Task Prune_OldRows_GoInStepsAndTheLastEventStays()
    {
        await AppendAsync(
            [.. Enumerable.Range(0, 100).Select(second => Sampled("a", second)), Sampled("b", 10)],
            [Changed("a", 1), Changed("a", 2), Changed("a", 3), Changed("a", 80), Changed("b", 1)]);

        var steps = await PruneAllAsync(50, most: 20);

        Assert.All(steps, removed => Assert.InRange(removed, 1, 20));
        Assert.Equal(50 + 1 + 2, steps.Sum());
        Assert.Equal(T0.AddSeconds(50), (await SamplesAsync("a", 0, 1000))[0].At);
        Assert.Equal([80.0, 3.0], (await Store.EventsAsync("a", null, 10, Cancel)).Select(each => (each.Event.Step.At - T0).TotalSeconds));
        Assert.Single(await Store.EventsAsync("b", null, 10, Cancel));
    }

    [Fact]
    public async Task Prune_ForgottenKey_GoesWhateverItsAge()
    {
        await AppendAsync([.. Enumerable.Range(0, 30).Select(second => Sampled("a", second)), Sampled("b", 5)], [Changed("a", 1), Changed("b", 1)]);
        await Store.AppendAsync(new([], [], [], ["a"]), Cancel);

        var steps = await PruneAllAsync(0, most: 10);

        Assert.InRange(steps.Sum(), 31, 32);
        Assert.Single(await SamplesAsync("b", 0, 100));
    }

    [Fact]
    public async Task Runs_OfTheHub_AreKeptWithTheirLastSignOfLife()
    {
        var first = await Store.BeginRunAsync(T0, Cancel);
        await Store.AppendAsync(new([], [], [], [], new(first, T0.AddSeconds(7))), Cancel);
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
        var writing = Task.Run(async () =>
        {
            for (var batch = 0; batch < 60; batch++)
                await WriteAsync([.. Enumerable.Range(batch * 10, 10).Select(second => Sampled("a", second))]);
        }, Cancel);
        var reading = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var counts = new List<int>();
            while (!writing.IsCompleted)
                counts.Add((await SamplesAsync("a", 0, 10_000)).Count);
            return counts;
        }, Cancel)).ToArray();

        await writing;
        Assert.All((await Task.WhenAll(reading)).SelectMany(counts => counts), count => Assert.Equal(0, count % 10));
        Assert.Equal(600, (await SamplesAsync("a", 0, 10_000)).Count);
    }

    [Fact]
    public async Task Reopen_AfterWrites_HasEverything()
    {
        await AppendAsync([Sampled("a", 1)], [Changed("a", 1)], [new("a", "1")]);

        await ReopenAsync();
        await WriteAsync(Sampled("a", 1), Sampled("a", 2));

        Assert.Equal(3, (await Store.RecentAsync("a", 10, Cancel)).Count);
        Assert.Single(await Store.EventsAsync("a", null, 10, Cancel));
        Assert.Equal([new StoredVerdict("a", "1")], await Store.VerdictsAsync(Cancel));
    }

    private static Sample Sampled(string key, int second, string? message = null) => new(key, T0.AddSeconds(second), Status.Up, 12.3, null, message);

    private static StatusEvent Changed(string key, int second) => new(key, new(T0.AddSeconds(second), Status.Up, Status.Down, Why.Failures, "gone"), null);

    private async Task<List<int>> PruneAllAsync(int second, int most)
    {
        var steps = new List<int>();
        while (await Store.PruneAsync(T0.AddSeconds(second), most, Cancel) is > 0 and var removed)
            steps.Add(removed);
        return steps;
    }

    private Task WriteAsync(params Sample[] samples) => AppendAsync(samples);

    private async Task AppendAsync(Sample[]? samples = null, StatusEvent[]? events = null, StoredVerdict[]? verdicts = null) =>
        await Store.AppendAsync(new(samples ?? [], events ?? [], verdicts ?? [], []), Cancel);

    private Task<List<Sample>> SamplesAsync(string key, int from, int to) => ReadAsync(key, T0.AddSeconds(from), T0.AddSeconds(to));

    private async Task<List<Sample>> ReadAsync(string key, DateTimeOffset from, DateTimeOffset to)
    {
        var samples = new List<Sample>();
        await foreach (var sample in Store.SamplesAsync(key, from, to, Cancel))
            samples.Add(sample);
        return samples;
    }
}
