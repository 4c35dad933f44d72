namespace Hale.Server.Storage.Postgres;

/// <summary>Every room's store in a PostgreSQL database.</summary>
internal static class PostgresStores
{
    public static Stores Over(PostgresDatabase database) => new(database)
    {
        History = new PostgresHistory(database),
        Heartbeats = new PostgresHeartbeats(database),
        Maintenance = new PostgresMaintenance(database),
        Series = new PostgresSeries(database),
        Registry = new PostgresRegistry(database),
        Sequence = new PostgresSequence(database),
        Tokens = new PostgresTokens(database),
        Meta = new PostgresMeta(database),
        Backup = new PostgresBackup(database),
        Ousted = database.Ousted,
    };
}
