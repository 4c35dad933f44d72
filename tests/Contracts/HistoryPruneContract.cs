using Hale.Server.History;

namespace Hale.Contracts.Tests;

/// <summary>What every history store must let go of, and how much it says it keeps.</summary>
public abstract class HistoryPruneContract : HistoryContract
{
    private protected HistoryPruneContract(Ground ground)
        : base(ground)
    {
    }

    [Fact]
    public async Task Prune_Evidence_GoesWithItsTimeAndWithItsKey()
    {
        await AppendAsync("a", "b");
        await Store.AppendAsync(new() { Evidence = [new(1, T0, "old"), new(1, T0.AddDays(2), "new"), new(2, T0.AddDays(2), "gone")] }, Cancel);
        await Store.AppendAsync(new() { Series = [new(2, null)] }, Cancel);

        while (await Store.PruneAsync(T0.AddDays(1), T0.AddDays(1), 1, Cancel) > 0)
        {
        }

        Assert.Equal(["new"], (await Store.EvidenceAsync("a", null, 10, Cancel)).Select(each => each.Body));
        Assert.Empty(await Store.EvidenceAsync("b", null, 10, Cancel));
        Assert.Equal(["a"], (await Store.LoadAsync(Cancel)).Series.Select(each => each.Key));
    }

    [Fact]
    public async Task Oldest_IsOfTheSeriesThatLive()
    {
        Assert.Equal(default, await Store.OldestAsync(Cancel));
        var day = DateOnly.FromDateTime(T0.UtcDateTime);
        await AppendAsync("a", "b", "c");
        await Store.AppendAsync(new() { Chunks = [Packed(1, 50), Packed(1, 90), Packed(2, 40), Packed(3, 10)] }, Cancel);
        await Store.RollAsync([new(1, day, Bytes(1)), new(2, day.AddDays(-1), Bytes(1)), new(3, day.AddDays(-2), Bytes(1))], day, Cancel);

        Assert.Equal(new(T0.AddSeconds(10), day.AddDays(-2)), await Store.OldestAsync(Cancel));
        await Store.AppendAsync(new() { Series = [new(3, null)] }, Cancel);

        Assert.Equal(new(T0.AddSeconds(40), day.AddDays(-1)), await Store.OldestAsync(Cancel));
    }

    [Fact]
    public async Task Size_GrowsWithWhatIsKept_AndShrinksWithWhatGoes()
    {
        await AppendAsync("a");
        var empty = await Store.SizeAsync(Cancel);
        var body = new byte[4_000];
        for (var batch = 0; batch < 10; batch++)
            await Store.AppendAsync(new() { Chunks = [.. Enumerable.Range(batch * 500, 500).Select(second => new StoredChunk(1, T0.AddSeconds(second), body))] }, Cancel);
        var full = await Store.SizeAsync(Cancel);

        while (await Store.PruneAsync(T0.AddDays(1), T0.AddDays(1), 1_000, Cancel) > 0)
        {
        }

        Assert.InRange(full - empty, 5_000 * 4_000, 5_000 * 6_000);
        Assert.InRange(await Store.SizeAsync(Cancel) - empty, 0, 1_000_000);
    }

    [Fact]
    public async Task Prune_Rollups_GoWithTheirTimeAndWithTheirKey()
    {
        var day = DateOnly.FromDateTime(T0.UtcDateTime);
        await AppendAsync("a", "b");
        await Store.RollAsync([.. Enumerable.Range(0, 4).Select(i => new StoredRollup(1, day.AddDays(i), Bytes(1))), new(2, day, Bytes(1))], day, Cancel);
        await Store.AppendAsync(new() { Series = [new(2, null)] }, Cancel);
        var sums = new DateTimeOffset(day.AddDays(2), TimeOnly.MinValue, TimeSpan.Zero);

        while (await Store.PruneAsync(T0.AddDays(9), sums, 1, Cancel) > 0)
        {
        }

        Assert.Equal([day.AddDays(2), day.AddDays(3)], (await Store.RollupsAsync(1, DateOnly.MinValue, DateOnly.MaxValue, Cancel)).Select(each => each.Day));
        Assert.Equal(["a"], (await Store.LoadAsync(Cancel)).Series.Select(each => each.Key));
    }

    [Fact]
    public async Task Prune_OldRows_GoInStepsAndTheLastEventStays()
    {
        await AppendAsync("a", "b");
        await Store.AppendAsync(
            new()
            {
                Chunks = [.. Enumerable.Range(0, 100).Select(second => Packed(1, second)), Packed(2, 10)],
                Events = [Changed(1, "a", 1), Changed(1, "a", 2), Changed(1, "a", 3), Changed(1, "a", 80), Changed(2, "b", 1)],
            },
            Cancel);

        var steps = await PruneAllAsync(50, most: 20);

        Assert.All(steps, removed => Assert.InRange(removed, 1, 20));
        Assert.Equal(50 + 1 + 2, steps.Sum());
        Assert.Equal(50, (await Store.ChunksAsync(1, T0, Cancel))[0].Span[0]);
        Assert.Equal([80.0, 3.0], (await Store.EventsAsync(["a"], null, 10, Cancel)).Select(each => (each.Event.Step.At - T0).TotalSeconds));
        Assert.Single(await Store.EventsAsync(["b"], null, 10, Cancel));
    }

    [Fact]
    public async Task Prune_EventsAndRuns_HaveATimeOfTheirOwn()
    {
        await AppendAsync("a");
        var first = await Store.BeginRunAsync(T0, Cancel);
        await Store.AppendAsync(new() { Seen = new(first, T0.AddSeconds(30)), Chunks = [Packed(1, 30)], Events = [Changed(1, "a", 30), Changed(1, "a", 80)] }, Cancel);
        var second = await Store.BeginRunAsync(T0.AddSeconds(70), Cancel);

        await PruneAllAsync(50, most: 20, changes: 20);

        Assert.Empty(await Store.ChunksAsync(1, T0, Cancel));
        Assert.Equal(2, (await Store.EventsAsync(["a"], null, 10, Cancel)).Count);
        Assert.Equal([first, second], (await Store.RunsAsync(T0, T0.AddHours(1), Cancel)).Select(run => run.Id));

        await PruneAllAsync(50, most: 20, changes: 90);

        Assert.Single(await Store.EventsAsync(["a"], null, 10, Cancel));
        Assert.Equal([second], (await Store.RunsAsync(T0, T0.AddHours(1), Cancel)).Select(run => run.Id));
    }

    [Fact]
    public async Task Prune_ForgottenSeries_GoesWhateverItsAge()
    {
        await AppendAsync("a", "b");
        await Store.AppendAsync(
            new()
            {
                Chunks = [.. Enumerable.Range(0, 30).Select(second => Packed(1, second)), Packed(2, 5)],
                Events = [Changed(1, "a", 1), Changed(2, "b", 1)],
                Heads = [new(1, 0, 1, 0, Bytes(1))],
            },
            Cancel);
        await Store.AppendAsync(new() { Series = [new(1, null)] }, Cancel);

        var steps = await PruneAllAsync(0, most: 10);

        Assert.All(steps, removed => Assert.InRange(removed, 1, 11));
        Assert.Equal(30 + 1 + 1, steps.Sum());
        Assert.Single(await Store.ChunksAsync(2, T0, Cancel));
    }
}
