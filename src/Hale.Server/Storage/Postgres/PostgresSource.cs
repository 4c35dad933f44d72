using System.Runtime.CompilerServices;
using Hale.Server.Storage.Copying;
using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>A database of PostgreSQL to copy from: read in one transaction, as it was when that began.</summary>
internal sealed class PostgresSource : ICopySource
{
    private readonly PostgresVisit _visit;

    private PostgresSource(PostgresVisit visit) => _visit = visit;

    /// <param name="alone">Whether no hub may run on it meanwhile; a running hub's own copy is made beside it.</param>
    /// <exception cref="StorageException">It can't be reached, is not Hale's, has another schema than this program's, or belongs to a running hub.</exception>
    public static async Task<PostgresSource> OpenAsync(PostgresAddress address, bool alone, CancellationToken cancel) => new(await PostgresVisit.BeginAsync(
        address,
        async connection =>
        {
            if (alone)
                await PostgresLock.TakeAsync(connection, address.Label, cancel);
            var missing = await PostgresSchema.MissingAsync(connection, address.Label, cancel);
            if (missing.Count == Scripts.Postgres.All.Count)
                throw new StorageException(StorageFault.Foreign, address.Label, "there are no data of Hale");
            if (missing.Count > 0)
            {
                throw new StorageException(
                    StorageFault.Foreign, address.Label, $"its schema is older than this program's ({missing.Count} migrations are pending); run hale db migrate first");
            }

            await connection.RunAsync(new("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), cancel);
        },
        cancel));

    public Task<long> CountAsync(Table table, CancellationToken cancel) =>
        _visit.DoAsync(() => _visit.Connection.OneAsync<long>(new($"SELECT count(*) FROM hale.{table.Name}"), cancel));

    public async IAsyncEnumerable<object?[]> RowsAsync(Table table, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var question = new NpgsqlCommand($"SELECT {table.List} FROM hale.{table.Name} ORDER BY {table.Order}", _visit.Connection);
        await using var rows = await _visit.DoAsync(() => question.ExecuteReaderAsync(cancel));
        var values = new object?[table.Columns.Count];
        while (await _visit.DoAsync(() => rows.ReadAsync(cancel)))
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = rows.IsDBNull(i) ? null : rows.GetValue(i);
            yield return values;
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> NumbersAsync(CancellationToken cancel)
    {
        const string Last = """
            SELECT name, last FROM hale.numbers UNION ALL SELECT 'beats', coalesce(pg_sequence_last_value('hale.beats_place_seq'), 0)
            UNION ALL SELECT 'changes', coalesce(pg_sequence_last_value('hale.changes_place_seq'), 0)
            UNION ALL SELECT 'events', coalesce(pg_sequence_last_value('hale.events_place_seq'), 0)
            UNION ALL SELECT 'evidence', coalesce(pg_sequence_last_value('hale.evidence_place_seq'), 0)
            UNION ALL SELECT 'versions', coalesce(pg_sequence_last_value('hale.versions_place_seq'), 0)
            UNION ALL SELECT 'runs', coalesce(pg_sequence_last_value('hale.runs_id_seq'), 0)
            """;
        var kept = await _visit.DoAsync(() => _visit.Connection.AllAsync(new(Last), row => (Name: row.GetString(0), Last: row.GetInt64(1)), cancel));
        return kept.ToDictionary(each => each.Name, each => each.Last);
    }

    public ValueTask DisposeAsync() => _visit.DisposeAsync();
}
