using Hale.Server.Access;

namespace Hale.Contracts.Tests;

/// <summary>What every token store must keep.</summary>
public abstract class TokenStoreContract : StoreContract
{
    private protected TokenStoreContract(Ground ground)
        : base(ground)
    {
    }

    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Add_OfEveryRole_ComesBackAsWritten()
    {
        foreach (var role in Enum.GetValues<Role>())
            await Stores.Tokens.AddAsync(Token($"t{(int)role}", (byte)role, role), Cancel);
        await ReopenAsync();

        var tokens = await Stores.Tokens.ListAsync(Cancel);

        Assert.Equal(["t0", "t1", "t2"], tokens.Select(token => token.Id));
        Assert.Equal([Role.Viewer, Role.Operator, Role.Admin], tokens.Select(token => token.Role));
        Assert.All(tokens, (token, i) => Assert.Equal(Enumerable.Repeat((byte)i, 32), token.Hash));
        Assert.All(tokens, token => Assert.Equal((T0, "ada's"), (token.CreatedAt, token.Name)));
    }

    [Fact]
    public async Task Add_IdThatIsThere_IsRefusedAndTheFirstStays()
    {
        await Stores.Tokens.AddAsync(Token("t", 1, Role.Viewer), Cancel);

        await Assert.ThrowsAnyAsync<Exception>(async () => await Stores.Tokens.AddAsync(Token("t", 2, Role.Admin), Cancel));

        Assert.Equal([Role.Viewer], (await Stores.Tokens.ListAsync(Cancel)).Select(token => token.Role));
    }

    [Fact]
    public async Task Remove_Token_IsGoneOnce()
    {
        await Stores.Tokens.AddAsync(Token("t", 1, Role.Viewer), Cancel);

        Assert.True(await Stores.Tokens.RemoveAsync("t", Cancel));
        Assert.False(await Stores.Tokens.RemoveAsync("t", Cancel));
        Assert.Empty(await Stores.Tokens.ListAsync(Cancel));
    }

    private static StoredToken Token(string id, byte fill, Role role) => new(id, "ada's", role, [.. Enumerable.Repeat(fill, 32)], T0);
}
