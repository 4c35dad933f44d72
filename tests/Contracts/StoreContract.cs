using Hale.Server.Storage;

namespace Hale.Contracts.Tests;

/// <summary>What every store must keep, whatever it is built on: facts here, one subclass for each database.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private Stores? _stores;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected Stores Stores => _stores!;

    public virtual ValueTask InitializeAsync()
    {
        _stores = Open();
        return default;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the stores of this test's own place; again, with what is kept there.</summary>
    private protected abstract Stores Open();

    private protected async Task ReopenAsync()
    {
        await Stores.DisposeAsync();
        _stores = Open();
    }
}
