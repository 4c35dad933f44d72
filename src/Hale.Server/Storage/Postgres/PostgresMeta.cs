namespace Hale.Server.Storage.Postgres;

/// <summary>Single facts about the hub in PostgreSQL.</summary>
internal sealed class PostgresMeta(PostgresDatabase database) : IMetaStore
{
    /// <summary>Sets a fact: its name and value.</summary>
    public const string Put = "INSERT INTO hale.meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    public async ValueTask<string?> FindAsync(string name, CancellationToken cancel) => await database.ReadAsync(
        connection => connection.OneAsync<string>(new("SELECT value FROM hale.meta WHERE name = $1", Value.Of(name)), cancel), cancel);

    public async ValueTask SetAsync(string name, string value, CancellationToken cancel) =>
        await database.WriteAsync([new(Put, Value.Of(name), Value.Of(value))], cancel);
}
