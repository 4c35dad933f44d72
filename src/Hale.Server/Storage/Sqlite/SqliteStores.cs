namespace Hale.Server.Storage.Sqlite;

/// <summary>Every room's store in a database file.</summary>
internal static class SqliteStores
{
    public static Stores Over(SqliteFile file) => new(file)
    {
        History = new SqliteHistory(file),
        Heartbeats = new SqliteHeartbeats(file),
        Maintenance = new SqliteMaintenance(file),
        Series = new SqliteSeries(file),
        Registry = new SqliteRegistry(file),
        Sequence = new SqliteSequence(file),
        Tokens = new SqliteTokens(file),
        Meta = new SqliteMeta(file),
        Backup = new SqliteBackup(file),
    };
}
