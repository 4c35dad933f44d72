using Hale.Server.Maintenance;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Postgres;

/// <summary>Windows of maintenance in PostgreSQL.</summary>
internal sealed class PostgresMaintenance(PostgresDatabase database) : IMaintenanceStore
{
    public ValueTask<IReadOnlyList<StoredMaintenance>> LoadAsync(CancellationToken cancel) => database.AllAsync(
        () => new("SELECT id, definition, created_at, updated_at FROM hale.maintenance ORDER BY id"),
        row => new StoredMaintenance(row.GetString(0), row.GetString(1), row.Time(2), row.Time(3)),
        cancel);

    public async ValueTask PutAsync(StoredMaintenance window, CancellationToken cancel) => await database.WriteAsync(
        [
            new(
                """
                INSERT INTO hale.maintenance (id, definition, created_at, updated_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (id) DO UPDATE SET definition = excluded.definition, created_at = excluded.created_at, updated_at = excluded.updated_at
                """,
                Value.Of(window.Id), Value.Of(window.Definition), Value.Of(Moments.Of(window.CreatedAt)), Value.Of(Moments.Of(window.UpdatedAt))),
        ],
        cancel);

    public async ValueTask RemoveAsync(string id, CancellationToken cancel) =>
        await database.WriteAsync([new("DELETE FROM hale.maintenance WHERE id = $1", Value.Of(id))], cancel);
}
