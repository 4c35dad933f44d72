using Hale.Server.Series;

namespace Hale.Contracts.Tests;

/// <summary>What every store of metric samples must keep.</summary>
public abstract class SeriesStoreContract : StoreContract
{
    private protected SeriesStoreContract(Ground ground)
        : base(ground)
    {
    }

    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 11, 5);

    private ISeriesStore Store => Stores.Series;

    [Fact]
    public async Task Load_AfterWrites_AnswersSeriesWithTheirHeadsAndTheLogInItsOrder()
    {
        await AddAsync("a", "b");
        await Store.AppendAsync(new() { Rows = [new(8, Bytes(8)), new(9, Bytes(9))], Heads = [new(1, 512, 9, 2, Bytes(1))] }, Cancel);
        await Store.AppendAsync(new() { Heads = [new(1, 513, 10, 3, Bytes(2))] }, Cancel);
        await ReopenAsync();

        var loaded = await Store.LoadAsync(Cancel);

        Assert.Equal([(1, "a", true), (2, "b", false)], loaded.Series.OrderBy(each => each.Id).Select(each => (each.Id, each.Name, each.Head is not null)));
        var head = loaded.Series.Single(each => each.Name == "a").Head!;
        Assert.Equal((1, 513L, 10L, 3, 2), (head.Series, head.First, head.Through, head.Beyond, (int)head.Body.Span[0]));
        Assert.Equal([(8, 8), (9, 9)], loaded.Rows.Select(row => (row.Number, (int)row.Body.Span[0])));
        Assert.Equal((2, 9), (loaded.LastSeries, loaded.LastRow));
    }

    [Fact]
    public async Task Load_OfAnEmptyStore_IsEmpty()
    {
        var loaded = await Store.LoadAsync(Cancel);

        Assert.Equal((0, 0, 0, 0L), (loaded.Series.Count, loaded.Rows.Count, loaded.LastSeries, loaded.LastRow));
        Assert.Null(await Store.RolledAsync(Cancel));
        Assert.Empty(await Store.ChunksAsync(1, T0, Cancel));
        Assert.Empty(await Store.RollupsAsync(1, Day, Day, Cancel));
        Assert.Equal(0, await Store.PruneAsync(T0, T0, 100, Cancel));
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
    public async Task Chunks_FromATime_AreThoseThatEndThenOrLaterInTheirOrder()
    {
        await AddAsync("a", "b");
        await Store.AppendAsync(new() { Chunks = [Packed(1, 30), Packed(1, 10), Packed(2, 20), Packed(1, 20)] }, Cancel);

        Assert.Equal([10, 20, 30], await ChunksAsync(1, 0));
        Assert.Equal([20, 30], await ChunksAsync(1, 20));
        Assert.Empty(await ChunksAsync(1, 31));
        Assert.Equal([20], await ChunksAsync(2, 0));
    }

    [Fact]
    public async Task Chunks_ThatEndInTheSameSecond_AreAllKept()
    {
        await AddAsync("a");
        await Store.AppendAsync(new() { Chunks = [Packed(1, 10), Packed(1, 10)] }, Cancel);
        await Store.AppendAsync(new() { Chunks = [Packed(1, 10), Packed(1, 11)] }, Cancel);

        Assert.Equal(4, (await ChunksAsync(1, 10)).Count());
    }

    [Fact]
    public async Task Rollups_OfDays_AreReplacedAndAnsweredInTheirOrder()
    {
        await AddAsync("a", "b");
        await Store.RollAsync([new(1, Day.AddDays(1), Bytes(2)), new(1, Day, Bytes(1)), new(2, Day, Bytes(7))], null, Cancel);
        Assert.Null(await Store.RolledAsync(Cancel));
        await Store.RollAsync([new(1, Day, Bytes(3)), new(9, Day, Bytes(9))], Day, Cancel);
        await ReopenAsync();

        Assert.Equal(Day, await Store.RolledAsync(Cancel));
        Assert.Equal([(Day, 3), (Day.AddDays(1), 2)], (await Store.RollupsAsync(1, Day, Day.AddDays(9), Cancel)).Select(each => (each.Day, (int)each.Body.Span[0])));
        Assert.Equal([7], (await Store.RollupsAsync(2, Day, Day, Cancel)).Select(each => (int)each.Body.Span[0]));
        // Of a series that is not there nothing is kept.
        Assert.Empty(await Store.RollupsAsync(9, Day, Day, Cancel));
    }

    [Fact]
    public async Task Forgotten_LosesItsNameAtOnce_AndItsNumberIsNotGivenAgain()
    {
        await AddAsync("a", "b");
        await Store.AppendAsync(new() { Series = [new(1, null)], Heads = [new(1, 0, 1, 0, Bytes(1))] }, Cancel);
        await Store.AppendAsync(new() { Series = [new(3, "a")], Heads = [new(1, 0, 2, 0, Bytes(2))] }, Cancel);
        while (await Store.PruneAsync(T0, T0, 1, Cancel) > 0)
        {
            // In small steps.
        }

        var loaded = await Store.LoadAsync(Cancel);

        Assert.Equal([(2, "b"), (3, "a")], loaded.Series.OrderBy(each => each.Id).Select(each => (each.Id, each.Name)));
        Assert.Equal(3, loaded.LastSeries);
    }

    [Fact]
    public async Task Oldest_IsOfTheSeriesThatLive()
    {
        Assert.Equal(default, await Store.OldestAsync(Cancel));
        await AddAsync("a", "b", "c");
        await Store.AppendAsync(new() { Chunks = [Packed(1, 50), Packed(1, 90), Packed(2, 40), Packed(3, 10)] }, Cancel);
        await Store.RollAsync([new(1, Day, Bytes(1)), new(2, Day.AddDays(-1), Bytes(1)), new(3, Day.AddDays(-2), Bytes(1))], Day, Cancel);

        Assert.Equal(new(T0.AddSeconds(10), Day.AddDays(-2)), await Store.OldestAsync(Cancel));
        await Store.AppendAsync(new() { Series = [new(3, null)] }, Cancel);

        Assert.Equal(new(T0.AddSeconds(40), Day.AddDays(-1)), await Store.OldestAsync(Cancel));
    }

    [Fact]
    public async Task Prune_RemovesWhatIsTooOldAndForgotten_InSmallSteps()
    {
        await AddAsync("a", "b");
        await Store.AppendAsync(new() { Chunks = [.. Enumerable.Range(0, 20).SelectMany(i => (StoredChunk[])[Packed(1, i), Packed(2, i)])] }, Cancel);
        await Store.RollAsync([.. Enumerable.Range(0, 10).SelectMany(i => (StoredRollup[])[new(1, Day.AddDays(i), Bytes(i)), new(2, Day.AddDays(i), Bytes(i))])], Day, Cancel);
        await Store.AppendAsync(new() { Series = [new(2, null)] }, Cancel);

        var (removed, steps) = (0, 0);
        for (int step; (step = await Store.PruneAsync(T0.AddSeconds(15), new(Day.AddDays(4), TimeOnly.MinValue, TimeSpan.Zero), 5, Cancel)) > 0; steps++)
            removed += step;

        Assert.Equal(Enumerable.Range(15, 5), await ChunksAsync(1, 0));
        Assert.Equal([4, 5, 6, 7, 8, 9], (await Store.RollupsAsync(1, Day, Day.AddDays(20), Cancel)).Select(each => (int)each.Body.Span[0]));
        Assert.Empty(await ChunksAsync(2, 0));
        Assert.Empty(await Store.RollupsAsync(2, Day, Day.AddDays(20), Cancel));
        Assert.InRange(removed, 15 + 20 + 4 + 10, 15 + 20 + 4 + 10 + 1);
        Assert.True(steps > 4);
    }

    [Fact]
    public async Task Batch_ThatCannotBeWritten_LeavesNothing()
    {
        await AddAsync("a");

        await Assert.ThrowsAsync<InvalidDataException>(async () => await Store.AppendAsync(new() { Rows = [new(1, Bytes(1))], Series = [new(1, "again")] }, Cancel));

        Assert.Empty((await Store.LoadAsync(Cancel)).Rows);
    }

    private static byte[] Bytes(params int[] values) => [.. values.Select(value => (byte)value)];

    private static StoredChunk Packed(int series, int second) => new(series, T0.AddSeconds(second), Bytes(second));

    private async Task AddAsync(params string[] names) =>
        await Store.AppendAsync(new() { Series = [.. names.Select((name, i) => new SeriesChange(i + 1, name))] }, Cancel);

    private async Task<IEnumerable<int>> ChunksAsync(int series, int from) =>
        (await Store.ChunksAsync(series, T0.AddSeconds(from), Cancel)).Select(chunk => (int)chunk.Span[0]);
}
