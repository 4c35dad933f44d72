using System.Runtime.CompilerServices;
using Hale.Server.Storage.Copying;
using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>A database of PostgreSQL to copy from: read in one transaction, as it was when that began.</summary>
internal sealed class PostgresSource : ICopySource
{
    private readonly string _label;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private PostgresSource(string label, NpgsqlDataSource source, NpgsqlConnection connection) => (_label, _source, _connection) = (label, source, connection);

    /// <param name="alone">Whether no hub may run on it meanwhile; a running hub's own copy is made beside it.</param>
    /// <exception cref="StorageException">It can't be reached, is not Hale's, has another schema than this program's, or belongs to a running hub.</exception>
    public static async Task<PostgresSource> OpenAsync(PostgresAddress address, bool alone, CancellationToken cancel)
    {
        var source = address.ForCopying();
        try
        {
            var connection = await source.OpenConnectionAsync(cancel);
            if (alone)
                await PostgresLock.TakeAsync(connection, address.Label, cancel);
            if (await PostgresSchema.MissingAsync(connection, address.Label, cancel) is { Count: > 0 } missing)
            {
                var reason = missing.Count == Scripts.Postgres.All.Count
                    ? "there are no data of Hale"
                    : $"its schema is older than this program's ({missing.Count} migrations are pending); run hale db migrate first";
                throw new StorageException(StorageFault.Foreign, address.Label, reason);
            }

            await connection.RunAsync(new("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), cancel);
            return new(address.Label, source, connection);
        }
        catch (Exception error)
        {
            await source.DisposeAsync();
            if (PostgresErrors.IsTheirs(error))
                throw PostgresErrors.Explain(address.Label, error);
            throw;
        }
    }

    public Task<long> CountAsync(Table table, CancellationToken cancel) =>
        AskAsync(() => _connection.OneAsync<long>(new($"SELECT count(*) FROM hale.{table.Name}"), cancel));

    public async IAsyncEnumerable<object?[]> RowsAsync(Table table, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var question = new NpgsqlCommand($"SELECT {table.List} FROM hale.{table.Name} ORDER BY {table.Order}", _connection);
        await using var rows = await AskAsync(() => question.ExecuteReaderAsync(cancel));
        var values = new object?[table.Columns.Count];
        while (await AskAsync(() => rows.ReadAsync(cancel)))
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
            UNION ALL SELECT 'events', coalesce(pg_sequence_last_value('hale.events_place_seq'), 0)
            UNION ALL SELECT 'evidence', coalesce(pg_sequence_last_value('hale.evidence_place_seq'), 0)
            UNION ALL SELECT 'runs', coalesce(pg_sequence_last_value('hale.runs_id_seq'), 0)
            """;
        var kept = await AskAsync(() => _connection.AllAsync(new(Last), row => (Name: row.GetString(0), Last: row.GetInt64(1)), cancel));
        return kept.ToDictionary(each => each.Name, each => each.Last);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception error) when (PostgresErrors.IsTheirs(error))
        {
            throw PostgresErrors.Explain(_label, error);
        }
    }
}
