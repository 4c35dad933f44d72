using System.Runtime.CompilerServices;
using Hale.Server.Storage.Copying;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>A database file to copy from: read in one transaction, and left as it is.</summary>
internal sealed class SqliteSource : ICopySource
{
    private readonly string _path;
    private readonly SqliteConnection _connection;

    private SqliteSource(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <exception cref="StorageException">It can't be opened, is damaged, not Hale's, or its schema is not this program's.</exception>
    public static SqliteSource Open(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            // Not read-only: the last one to leave takes the log with it, and such a one could not.
            connection = SqliteFiles.Open(path, SqliteOpenMode.ReadWrite);
            if (SqliteSchema.Missing(connection) is { Count: > 0 } missing)
            {
                throw new StorageException(
                    StorageFault.Foreign, path, $"its schema is older than this program's ({missing.Count} migrations are pending); run hale db migrate first");
            }

            connection.Run("BEGIN");
            return new(path, connection);
        }
        catch (Exception error)
        {
            connection?.Dispose();
            if (error is SqliteException known)
                throw SqliteErrors.Explain(path, known);
            throw;
        }
    }

    public Task<long> CountAsync(Table table, CancellationToken cancel) => Task.FromResult(Ask(() => _connection.One<long>($"SELECT count(*) FROM {table.Name}")));

    public async IAsyncEnumerable<object?[]> RowsAsync(Table table, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var question = _connection.Prepare($"SELECT {table.List} FROM {table.Name} ORDER BY {table.Order}");
        await using var rows = Ask(question.ExecuteReader);
        var values = new object?[table.Columns.Count];
        while (Ask(rows.Read))
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < values.Length; i++)
                values[i] = rows.IsDBNull(i) ? null : rows.GetValue(i);
            yield return values;
        }
    }

    public Task<IReadOnlyDictionary<string, long>> NumbersAsync(CancellationToken cancel)
    {
        var kept = Ask(() => _connection.All("SELECT name, seq FROM sqlite_sequence", row => (Name: row.GetString(0), Last: row.GetInt64(1))))
            .ToDictionary(each => each.Name, each => each.Last);
        return Task.FromResult<IReadOnlyDictionary<string, long>>(Tables.Numbered.ToDictionary(name => name, name => kept.GetValueOrDefault(name)));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private T Ask<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(_path, error);
        }
    }
}
