using Hale.Server.Registry;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Sqlite;

/// <summary>The registry in SQLite.</summary>
internal sealed class SqliteRegistry(SqliteFile file) : IRegistryStore
{
    private const string Put = """
        INSERT INTO declarations (kind, id, definition, managed_by, held, created_at, updated_at, etag)
        VALUES ($kind, $id, $definition, $managed_by, $held, $created_at, $updated_at, $etag)
        ON CONFLICT (kind, id) DO UPDATE SET definition = excluded.definition, managed_by = excluded.managed_by, held = excluded.held,
            created_at = excluded.created_at, updated_at = excluded.updated_at, etag = excluded.etag
        """;

    public ValueTask<IReadOnlyList<StoredDeclaration>> LoadAsync(CancellationToken cancel) => new(file.Read(connection => connection.All(
        "SELECT kind, id, definition, managed_by, held, created_at, updated_at, etag FROM declarations ORDER BY kind, id",
        row => new StoredDeclaration(
            Words<Declared>.Read(row.GetString(0)), row.GetString(1), row.Text(2), Words<Origin>.Read(row.GetString(3)), row.GetInt64(4) != 0,
            row.Time(5), row.Time(6), row.Text(7)))));

    public async ValueTask SaveAsync(RegistryWrite write, CancellationToken cancel) => await file.WriteAsync(
        connection =>
        {
            foreach (var (kind, id) in write.Removed)
                connection.Run("DELETE FROM declarations WHERE kind = $kind AND id = $id", ("$kind", Words<Declared>.Of(kind)), ("$id", id));
            foreach (var each in write.Put)
            {
                connection.Run(
                    Put,
                    ("$kind", Words<Declared>.Of(each.Kind)), ("$id", each.Id), ("$definition", each.Definition),
                    ("$managed_by", Words<Origin>.Of(each.ManagedBy)), ("$held", each.Held ? 1 : 0),
                    ("$created_at", Moments.Of(each.CreatedAt)), ("$updated_at", Moments.Of(each.UpdatedAt)), ("$etag", each.Etag));
            }

            return write.Put.Count;
        },
        cancel);
}
