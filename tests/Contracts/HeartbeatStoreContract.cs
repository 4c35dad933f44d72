using Hale.Server.Heartbeats;

namespace Hale.Contracts.Tests;

/// <summary>What every store of heartbeats must keep.</summary>
public abstract class HeartbeatStoreContract : StoreContract
{
    private protected HeartbeatStoreContract(Ground ground)
        : base(ground)
    {
    }

    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    private IHeartbeatStore Store => Stores.Heartbeats;

    [Fact]
    public async Task Beats_OfEveryKind_ComeBackAsWritten_NewestFirst()
    {
        Beat[] beats =
        [
            new(T0, BeatKind.Start, null, null, null),
            new(T0.AddSeconds(1), BeatKind.Log, null, null, "half way – ✓"),
            new(T0.AddSeconds(2), BeatKind.Success, 0, TimeSpan.FromSeconds(2), ""),
            new(T0.AddSeconds(3), BeatKind.Fail, 255, null, "no more"),
        ];
        await Store.AppendAsync([.. beats.Select((beat, i) => new StoredBeat("a", beat, $"state {i}"))], Cancel);
        await ReopenAsync();

        Assert.Equal(beats.Reverse(), await Store.BeatsAsync("a", 10, Cancel));
        Assert.Equal([beats[3]], await Store.BeatsAsync("a", 1, Cancel));
        Assert.Empty(await Store.BeatsAsync("b", 10, Cancel));
        var kept = Assert.Single(await Store.LoadAsync(Cancel));
        Assert.Equal(("a", "state 3", null), (kept.Service, kept.State, kept.TokenHash));
    }

    [Fact]
    public async Task Beats_MoreThanAreKept_LeaveTheNewest()
    {
        var many = Enumerable.Range(0, IHeartbeatStore.Kept + 20).Select(i => new StoredBeat("a", new(T0.AddSeconds(i), BeatKind.Success, null, null, null), "s")).ToArray();
        await Store.AppendAsync([.. many, new("b", many[0].Beat, "s")], Cancel);

        var kept = await Store.BeatsAsync("a", 1_000, Cancel);

        Assert.Equal(IHeartbeatStore.Kept, kept.Count);
        Assert.Equal(many[^1].Beat.At, kept[0].At);
        Assert.Single(await Store.BeatsAsync("b", 10, Cancel));
    }

    [Fact]
    public async Task Token_Set_StaysOverCalls_AndGoesWithTheService()
    {
        var hash = Enumerable.Repeat((byte)7, 32).ToArray();
        await Store.SetAsync(new("a", "one", hash), Cancel);
        await Store.AppendAsync([new("a", new(T0, BeatKind.Success, null, null, null), "two")], Cancel);
        var kept = Assert.Single(await Store.LoadAsync(Cancel));
        Assert.Equal("two", kept.State);
        Assert.Equal(hash, kept.TokenHash);

        await Store.ForgetAsync("a", Cancel);

        Assert.Empty(await Store.LoadAsync(Cancel));
        Assert.Empty(await Store.BeatsAsync("a", 10, Cancel));
    }
}
