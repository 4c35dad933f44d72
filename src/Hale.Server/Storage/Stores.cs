using Hale.Server.Access;
using Hale.Server.Backup;
using Hale.Server.Heartbeats;
using Hale.Server.History;
using Hale.Server.Live;
using Hale.Server.Registry;
using Hale.Server.Series;
using Hale.Server.Storage.Sqlite;

namespace Hale.Server.Storage;

/// <summary>Every room's store, over one database.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private readonly SqliteFile _file;

    private Stores(SqliteFile file)
    {
        _file = file;
        History = new SqliteHistory(file);
        Heartbeats = new SqliteHeartbeats(file);
        Series = new SqliteSeries(file);
        Registry = new SqliteRegistry(file);
        Sequence = new SqliteSequence(file);
        Tokens = new SqliteTokens(file);
        Meta = new SqliteMeta(file);
        Backup = new SqliteBackup(file);
    }

    public IRegistryStore Registry { get; }

    public IHistoryStore History { get; }

    public IHeartbeatStore Heartbeats { get; }

    public ISeriesStore Series { get; }

    public ISequenceStore Sequence { get; }

    public ITokenStore Tokens { get; }

    public IMetaStore Meta { get; }

    public IBackupStore Backup { get; }

    /// <summary>Opens the folder's database, makes it where it is missing, and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It can't be opened, is damaged, not Hale's, or of a newer Hale.</exception>
    public static Stores Open(DataFolder folder, TimeProvider time) => new(SqliteFile.Open(folder.Database, time));

    /// <summary>Waits for the write that is under way, then closes the database.</summary>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

/// <summary>Makes the stores known to the container.</summary>
internal static class StorageSetup
{
    /// <summary>Adds every room's store; who opened <paramref name="stores"/> closes them.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, Stores stores) => services
        .AddSingleton(stores.Registry)
        .AddSingleton(stores.History)
        .AddSingleton(stores.Heartbeats)
        .AddSingleton(stores.Series)
        .AddSingleton(stores.Sequence)
        .AddSingleton(stores.Tokens)
        .AddSingleton(stores.Meta)
        .AddSingleton(stores.Backup);
}
