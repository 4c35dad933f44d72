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

    private const string AddChanges = """
        INSERT INTO hale.changes (service, at, body)
        SELECT service, at, body FROM unnest($1::text[], $2::bigint[], $3::text[]) WITH ORDINALITY AS change (service, at, body, n) ORDER BY n
        """;

    private static readonly string DropOldest = $"""
        DELETE FROM hale.changes c USING unnest($1::text[]) AS changed (service) WHERE c.service = changed.service AND c.place <=
            (SELECT place FROM hale.changes WHERE service = changed.service ORDER BY place DESC LIMIT 1 OFFSET {IRegistryStore.KeptChanges})
        """;

    public ValueTask<IReadOnlyList<StoredDeclaration>> LoadAsync(CancellationToken cancel) => database.AllAsync(
        () => new("SELECT kind, id, definition, managed_by, held, created_at, updated_at, etag FROM hale.declarations ORDER BY kind, id"),
        row => new StoredDeclaration(
            Words<Declared>.Read(row.GetString(0)), row.GetString(1), row.Text(2), Words<Origin>.Read(row.GetString(3)), row.GetInt64(4) != 0,
            row.Time(5), row.Time(6), row.Text(7)),
        cancel);

    public async ValueTask SaveAsync(RegistryWrite write, CancellationToken cancel) => await database.WriteAsync([.. Declarations(write), .. Changes(write)], cancel);

    public ValueTask<IReadOnlyList<(long Place, StoredChange Change)>> ChangesAsync(
        IReadOnlyList<string> services, DateTimeOffset until, long? before, int most, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT place, service, at, body FROM hale.changes WHERE service = ANY($1) AND at <= $2 AND place < $3 ORDER BY place DESC LIMIT $4",
            Value.All(services), Value.Of(Moments.Of(until)), Value.Of(before ?? long.MaxValue), Value.Of(most)),
        row => (row.GetInt64(0), new StoredChange(row.GetString(1), row.Time(2), row.GetString(3))),
        cancel);

    private static IEnumerable<Statement> Declarations(RegistryWrite write)
    {
        // A statement may touch a row once only; of what is put twice the last counts.
        var put = write.Put.Reverse().DistinctBy(each => (each.Kind, each.Id)).ToArray();
        yield return new(Remove, Value.All(write.Removed.Select(each => Words<Declared>.Of(each.Kind))), Value.All(write.Removed.Select(each => each.Id)));
        yield return new(
            Put,
            Value.All(put.Select(each => Words<Declared>.Of(each.Kind))), Value.All(put.Select(each => each.Id)), Value.All(put.Select(each => each.Definition)),
            Value.All(put.Select(each => Words<Origin>.Of(each.ManagedBy))), Value.All(put.Select(each => each.Held ? 1L : 0)),
            Value.All(put.Select(each => Moments.Of(each.CreatedAt))), Value.All(put.Select(each => Moments.Of(each.UpdatedAt))),
            Value.All(put.Select(each => each.Etag)));
    }

    private static IEnumerable<Statement> Changes(RegistryWrite write)
    {
        var put = write.Put.Where(each => each.Kind == Declared.Service).Select(each => each.Id).ToHashSet(StringComparer.Ordinal);
        var gone = write.Removed.Where(each => each.Kind == Declared.Service && !put.Contains(each.Id)).Select(each => each.Id).ToArray();
        if (gone.Length > 0)
            yield return new("DELETE FROM hale.changes WHERE service = ANY($1)", Value.All(gone));
        if (write.Changes.Count == 0)
            yield break;
        yield return new(
            AddChanges,
            Value.All(write.Changes.Select(each => each.Service)), Value.All(write.Changes.Select(each => Moments.Of(each.At))),
            Value.All(write.Changes.Select(each => each.Body)));
        yield return new("DELETE FROM hale.changes WHERE at < $1", Value.Of(Moments.Of(write.KeepSince)));
        yield return new(DropOldest, Value.All(write.Changes.Select(each => each.Service).Distinct()));
    }
}
