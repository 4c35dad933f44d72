using Hale.Server.Registry;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Postgres;

/// <summary>The registry in PostgreSQL.</summary>
internal sealed class PostgresRegistry(PostgresDatabase database) : IRegistryStore
{
    private const string Remove = """
        DELETE FROM hale.declarations d USING unnest($1::text[], $2::text[]) AS gone (kind, id) WHERE d.kind = gone.kind AND d.id = gone.id
        """;

    private const string Put = """
        INSERT INTO hale.declarations (kind, id, definition, managed_by, held, created_at, updated_at, etag)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
        ON CONFLICT (kind, id) DO UPDATE SET definition = excluded.definition, managed_by = excluded.managed_by, held = excluded.held,
            created_at = excluded.created_at, updated_at = excluded.updated_at, etag = excluded.etag
        """;

    public ValueTask<IReadOnlyList<StoredDeclaration>> LoadAsync(CancellationToken cancel) => database.AllAsync(
        () => new("SELECT kind, id, definition, managed_by, held, created_at, updated_at, etag FROM hale.declarations ORDER BY kind, id"),
        row => new StoredDeclaration(
            Words<Declared>.Read(row.GetString(0)), row.GetString(1), row.Text(2), Words<Origin>.Read(row.GetString(3)), row.GetInt64(4) != 0,
            row.Time(5), row.Time(6), row.Text(7)),
        cancel);

    public async ValueTask SaveAsync(RegistryWrite write, CancellationToken cancel)
    {
        // A statement may touch a row once only; of what is put twice the last counts.
        var put = write.Put.Reverse().DistinctBy(each => (each.Kind, each.Id)).ToArray();
        await database.WriteAsync(
            [
                new(Remove, Value.All(write.Removed.Select(each => Words<Declared>.Of(each.Kind))), Value.All(write.Removed.Select(each => each.Id))),
                new(
                    Put,
                    Value.All(put.Select(each => Words<Declared>.Of(each.Kind))), Value.All(put.Select(each => each.Id)), Value.All(put.Select(each => each.Definition)),
                    Value.All(put.Select(each => Words<Origin>.Of(each.ManagedBy))), Value.All(put.Select(each => each.Held ? 1L : 0)),
                    Value.All(put.Select(each => Moments.Of(each.CreatedAt))), Value.All(put.Select(each => Moments.Of(each.UpdatedAt))),
                    Value.All(put.Select(each => each.Etag))),
            ],
            cancel);
    }
}
