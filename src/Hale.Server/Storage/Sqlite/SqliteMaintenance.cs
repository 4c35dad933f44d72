using Hale.Server.Maintenance;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Windows of maintenance in SQLite.</summary>
internal sealed class SqliteMaintenance(SqliteFile file) : IMaintenanceStore
{
    public ValueTask<IReadOnlyList<StoredMaintenance>> LoadAsync(CancellationToken cancel) => new(file.Read(connection => connection.All(
        "SELECT id, definition, created_at, updated_at FROM maintenance ORDER BY id",
        row => new StoredMaintenance(row.GetString(0), row.GetString(1), row.Time(2), row.Time(3)))));

    public async ValueTask PutAsync(StoredMaintenance window, CancellationToken cancel) => await file.WriteAsync(
        connection => connection.Run(
            """
            INSERT INTO maintenance (id, definition, created_at, updated_at) VALUES ($id, $definition, $created, $updated)
            ON CONFLICT (id) DO UPDATE SET definition = excluded.definition, created_at = excluded.created_at, updated_at = excluded.updated_at
            """,
            ("$id", window.Id), ("$definition", window.Definition), ("$created", Moments.Of(window.CreatedAt)), ("$updated", Moments.Of(window.UpdatedAt))),
        cancel);

    public async ValueTask RemoveAsync(string id, CancellationToken cancel) =>
        await file.WriteAsync(connection => connection.Run("DELETE FROM maintenance WHERE id = $id", ("$id", id)), cancel);
}
