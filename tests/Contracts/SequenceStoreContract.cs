namespace Hale.Contracts.Tests;

/// <summary>What every sequence store must keep.</summary>
public abstract class SequenceStoreContract : StoreContract
{
    private protected SequenceStoreContract(Ground ground)
        : base(ground)
    {
    }

    [Fact]
    public async Task Reserve_AgainAndAfterReopening_GoesOn()
    {
        var first = await Stores.Sequence.ReserveAsync(10, Cancel);
        var second = await Stores.Sequence.ReserveAsync(1, Cancel);
        await ReopenAsync();
        var third = await Stores.Sequence.ReserveAsync(5, Cancel);

        Assert.Equal([1, 11, 12], [first, second, third]);
    }

    [Fact]
    public async Task Reserve_FromManyAtOnce_HandsOutNoNumberTwice()
    {
        var firsts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Stores.Sequence.ReserveAsync(7, Cancel).AsTask()));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => 1L + 7 * i), firsts.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Reserve_NoNumbers_IsRefused(long count) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Stores.Sequence.ReserveAsync(count, Cancel));

    [Fact]
    public async Task Meta_SetAndReopened_IsThere()
    {
        Assert.Null(await Stores.Meta.FindAsync("hub_id", Cancel));
        await Stores.Meta.SetAsync("hub_id", "hub-a", Cancel);
        await Stores.Meta.SetAsync("hub_id", "hub-b", Cancel);
        await ReopenAsync();

        Assert.Equal("hub-b", await Stores.Meta.FindAsync("hub_id", Cancel));
    }
}
