using System.Text.Json.Nodes;
using Hale.Server.Registry;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

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

    private static readonly string Trim =
        $"DELETE FROM changes WHERE service = ?1 AND place <= (SELECT place FROM changes WHERE service = ?1 ORDER BY place DESC LIMIT 1 OFFSET {IRegistryStore.KeptChanges})";

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
            Forget(connection, write);
            foreach (var each in write.Put)
            {
                connection.Run(
                    Put,
                    ("$kind", Words<Declared>.Of(each.Kind)), ("$id", each.Id), ("$definition", each.Definition),
                    ("$managed_by", Words<Origin>.Of(each.ManagedBy)), ("$held", each.Held ? 1 : 0),
                    ("$created_at", Moments.Of(each.CreatedAt)), ("$updated_at", Moments.Of(each.UpdatedAt)), ("$etag", each.Etag));
            }

            if (write.Changes.Count > 0)
                Keep(connection, write);
            return write.Put.Count;
        },
        cancel);

    public ValueTask<IReadOnlyList<(long Place, StoredChange Change)>> ChangesAsync(
        IReadOnlyList<string> services, DateTimeOffset until, long? before, int most, CancellationToken cancel) => new(file.Read(connection => connection.All(
        """
        SELECT place, service, at, body FROM changes
        WHERE service IN (SELECT value FROM json_each($services)) AND at <= $until AND place < $before ORDER BY place DESC LIMIT $most
        """,
        row => (row.GetInt64(0), new StoredChange(row.GetString(1), row.Time(2), row.GetString(3))),
        ("$services", new JsonArray([.. services.Select(id => JsonValue.Create(id))]).ToJsonString()), ("$until", Moments.Of(until)),
        ("$before", before ?? long.MaxValue), ("$most", most))));

    private static void Forget(SqliteConnection connection, RegistryWrite write)
    {
        var put = write.Put.Where(each => each.Kind == Declared.Service).Select(each => each.Id).ToHashSet();
        foreach (var (_, id) in write.Removed.Where(each => each.Kind == Declared.Service && !put.Contains(each.Id)))
            connection.Run("DELETE FROM changes WHERE service = $id", ("$id", id));
    }

    private static void Keep(SqliteConnection connection, RegistryWrite write)
    {
        using (var insert = new Prepared(connection, "INSERT INTO changes (service, at, body) VALUES (?1, ?2, ?3)"))
            foreach (var each in write.Changes)
                insert.Bind(1, each.Service).Bind(2, Moments.Of(each.At)).Bind(3, each.Body).Run();
        connection.Run("DELETE FROM changes WHERE at < $since", ("$since", Moments.Of(write.KeepSince)));
        using var trim = new Prepared(connection, Trim);
        foreach (var service in write.Changes.Select(each => each.Service).Distinct())
            trim.Bind(1, service).Run();
    }
}
