using Hale.Server.Storage;

namespace Hale.Contracts.Tests;

/// <summary>Stores at a place that another process can be told in a word.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly DataFolder _folder;

    private Place(DataFolder folder, Stores stores) => (_folder, Stores) = (folder, stores);

    public Stores Stores { get; }

    /// <summary>The word for a data folder and, where the stores are in PostgreSQL, the address of the database.</summary>
    public static string In(string folder, string? database = null) => database is null ? folder : $"{folder}|{database}";

    /// <summary>Opens the stores at a place.</summary>
    public static async Task<Place> OpenAsync(string at)
    {
        var parts = at.Split('|');
        var folder = DataFolder.Claim(parts[0], "http://127.0.0.1:1", TimeProvider.System);
        return new(folder, await CrashWriter.OpenAsync(folder, parts.ElementAtOrDefault(1)));
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _folder.Dispose();
    }
}
