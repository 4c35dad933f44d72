using Hale.Server.Storage;

namespace Hale.Contracts.Tests;

/// <summary>Where a test's stores are kept: a place of its own on one kind of database.</summary>
internal abstract class Ground : IAsyncDisposable
{
    /// <summary>Opens what is kept there.</summary>
    public abstract Task<Stores> OpenAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>What every store must keep, whatever it is built on: facts here, one subclass for each database.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private readonly Ground _ground;
    private Stores? _stores;

    private protected StoreContract(Ground ground) => _ground = ground;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected Stores Stores => _stores!;

    public async ValueTask InitializeAsync() => _stores = await _ground.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
            await _stores.DisposeAsync();
        await _ground.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the stores of this test's own place again, with what is kept there.</summary>
    private protected async Task ReopenAsync()
    {
        await Stores.DisposeAsync();
        _stores = await _ground.OpenAsync();
    }
}
