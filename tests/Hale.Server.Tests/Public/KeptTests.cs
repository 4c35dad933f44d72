using Hale.Server.Public;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Public;

public sealed class KeptTests
{
    private readonly ManualTime _time = new();
    private int _made;

    [Fact]
    public async Task Get_WithinTheSpan_IsMadeOnceForAll()
    {
        var kept = new Kept<int>(_time, TimeSpan.FromSeconds(10), 10);

        Assert.Equal(Enumerable.Repeat(1, 50), await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => GetAsync(kept))));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, await GetAsync(kept));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await GetAsync(kept));
        Assert.Equal(3, await GetAsync(kept, of: new()));
    }

    [Fact]
    public async Task Get_WhatFailed_IsTriedAgain()
    {
        var kept = new Kept<int>(_time, TimeSpan.FromSeconds(10), 10);
        await Assert.ThrowsAsync<IOException>(() => kept.GetAsync("a", null, () => throw new IOException()));

        Assert.Equal(1, await GetAsync(kept));
    }

    [Fact]
    public async Task Get_MoreThanThereIsRoomFor_LosesOldOnes()
    {
        var kept = new Kept<int>(_time, TimeSpan.FromSeconds(10), 2);
        foreach (var key in (string[])["a", "b", "c"])
            await GetAsync(kept, key);

        Assert.Equal(3, await GetAsync(kept, "c"));
        Assert.Equal(4, await GetAsync(kept, "a"));
    }

    private Task<int> GetAsync(Kept<int> kept, string key = "a", object? of = null) => kept.GetAsync(key, of, () => Task.FromResult(Interlocked.Increment(ref _made)));
}
