namespace Hale.Server.Storage.Sqlite;

/// <summary>Single facts about the hub in SQLite.</summary>
internal sealed class SqliteMeta(SqliteFile file) : IMetaStore
{
    public ValueTask<string?> FindAsync(string name, CancellationToken cancel) =>
        new(file.Read(connection => connection.One<string>("SELECT value FROM meta WHERE name = $name", ("$name", name))));

    public async ValueTask SetAsync(string name, string value, CancellationToken cancel) => await file.WriteAsync(
        connection => connection.Run(
            "INSERT INTO meta (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", ("$name", name), ("$value", value)),
        cancel);
}
