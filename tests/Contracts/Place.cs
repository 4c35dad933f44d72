using Hale.Server.Storage;

namespace Hale.Contracts.Tests;

/// <summary>Stores at a place that another process can be told in a word.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly DataFolder _folder;

    private Place(DataFolder folder)
    {
        _folder = folder;
        Stores = Stores.Open(folder, TimeProvider.System);
    }

    public Stores Stores { get; }

    /// <summary>Opens the stores of a data folder.</summary>
    public static Place Open(string folder) => new(DataFolder.Claim(folder, "http://127.0.0.1:1", TimeProvider.System));

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _folder.Dispose();
    }
}
