using Hale.Server.Access;
using Hale.Server.Backup;
using Hale.Server.Heartbeats;
using Hale.Server.History;
using Hale.Server.Live;
using Hale.Server.Maintenance;
using Hale.Server.Registry;
using Hale.Server.Series;
using Hale.Server.Storage.Postgres;
using Hale.Server.Storage.Sqlite;

namespace Hale.Server.Storage;

/// <summary>Every room's store, over one database.</summary>
/// <param name="database">Closed with them.</param>
internal sealed class Stores(IAsyncDisposable database) : IAsyncDisposable
{
    public required IRegistryStore Registry { get; init; }

    public required IHistoryStore History { get; init; }

    public required IHeartbeatStore Heartbeats { get; init; }

    public required IMaintenanceStore Maintenance { get; init; }

    public required ISeriesStore Series { get; init; }

    public required ISequenceStore Sequence { get; init; }

    public required ITokenStore Tokens { get; init; }

    public required IMetaStore Meta { get; init; }

    public required IBackupStore Backup { get; init; }

    /// <summary>Completes when the database has become another hub's: nothing can be written from then on, and the hub has to end.</summary>
    public Task<StorageException> Ousted { get; init; } = new TaskCompletionSource<StorageException>().Task;

    /// <summary>Opens the folder's database, makes it where it is missing, and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It can't be opened, is damaged, not Hale's, or of a newer Hale.</exception>
    public static Stores Open(DataFolder folder, TimeProvider time) => SqliteStores.Over(SqliteFile.Open(folder.Database, time));

    /// <summary>Takes a database of PostgreSQL for the hub that holds the folder, makes what is missing there, and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It can't be reached or used, belongs to another running hub, is not Hale's, or of a newer Hale.</exception>
    public static async Task<Stores> OpenAsync(PostgresAddress address, DataFolder folder, TimeProvider time, CancellationToken cancel) =>
        PostgresStores.Over(await PostgresDatabase.OpenAsync(address, folder.Holder, time, cancel));

    /// <summary>Waits for the write that is under way, then closes the database.</summary>
    public ValueTask DisposeAsync() => database.DisposeAsync();
}

/// <summary>Makes the stores known to the container.</summary>
internal static class StorageSetup
{
    /// <summary>Adds every room's store; who opened <paramref name="stores"/> closes them.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, Stores stores) => services
        .AddSingleton(stores.Registry)
        .AddSingleton(stores.History)
        .AddSingleton(stores.Heartbeats)
        .AddSingleton(stores.Maintenance)
        .AddSingleton(stores.Series)
        .AddSingleton(stores.Sequence)
        .AddSingleton(stores.Tokens)
        .AddSingleton(stores.Meta)
        .AddSingleton(stores.Backup);
}
