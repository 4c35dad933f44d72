using Hale.Server.Registry;

namespace Hale.Contracts.Tests;

/// <summary>What every registry store must keep.</summary>
public abstract class RegistryStoreContract : StoreContract
{
    private protected RegistryStoreContract(Ground ground)
        : base(ground)
    {
    }

    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Save_OfEveryKind_ComesBackAsWritten()
    {
        StoredDeclaration[] all =
        [
            new(Declared.Project, "shop", """{"name":"shöp ✓"}""", Origin.Api, false, T0, T0.AddSeconds(1), "e1"),
            new(Declared.Service, "shop", """{"check":"http://u:p@h/"}""", Origin.Api, true, T0, T0.AddMilliseconds(1), "e2"),
            new(Declared.Target, "shop:production", null, Origin.File, true, T0, T0, null),
        ];
        await SaveAsync(all);

        Assert.Equal(all, await LoadAsync());
        await ReopenAsync();
        Assert.Equal(all, await LoadAsync());
    }

    [Fact]
    public async Task Save_Again_Replaces()
    {
        await SaveAsync(Service("a", "1"), Service("b", "1"));
        await SaveAsync(Service("a", "2"));

        Assert.Equal(["2", "1"], (await LoadAsync()).Select(each => each.Definition));
    }

    [Fact]
    public async Task Removed_AndPutInOneWrite_IsThere()
    {
        await SaveAsync(Service("a", "1"), Service("b", "1"));
        await Stores.Registry.SaveAsync(new([Service("a", "2")], [(Declared.Service, "a"), (Declared.Service, "b"), (Declared.Project, "b")]), Cancel);

        Assert.Equal([Service("a", "2")], await LoadAsync());
    }

    [Fact]
    public async Task Save_ThatFails_LeavesNothing()
    {
        await SaveAsync(Service("a", "1"));
        var write = new RegistryWrite([Service("b", "1"), Service("c", "1") with { ManagedBy = (Origin)9 }], [(Declared.Service, "a")]);

        await Assert.ThrowsAnyAsync<Exception>(async () => await Stores.Registry.SaveAsync(write, Cancel));

        Assert.Equal([Service("a", "1")], await LoadAsync());
    }

    [Fact]
    public async Task Save_FromManyAtOnce_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SaveAsync(Service($"s{i:00}", "1"))));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"s{i:00}"), (await LoadAsync()).Select(each => each.Id));
    }

    private static StoredDeclaration Service(string id, string definition) => new(Declared.Service, id, definition, Origin.Api, false, T0, T0, "e");

    private async Task SaveAsync(params StoredDeclaration[] put) => await Stores.Registry.SaveAsync(new(put, []), Cancel);

    private async Task<IReadOnlyList<StoredDeclaration>> LoadAsync() => [.. (await Stores.Registry.LoadAsync(Cancel)).OrderBy(each => each.Kind).ThenBy(each => each.Id)];
}
