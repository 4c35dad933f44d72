using Hale.Server.Storage.Copying;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>A new database file to copy to. It is of no use before it is committed, so that nothing of it has to be safe until then.</summary>
internal sealed class SqliteTarget : ICopyTarget
{
    private readonly string _path;
    private readonly SqliteConnection _connection;

    private SqliteTarget(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <param name="path">A file that is missing or empty; whoever does not commit deletes it.</param>
    /// <exception cref="StorageException">It can't be made, or is there.</exception>
    public static SqliteTarget Make(string path, TimeProvider time)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            using (var file = File.Open(path, DataFolder.Private(FileMode.OpenOrCreate, FileShare.ReadWrite)))
            {
                if (file.Length > 0)
                    throw new StorageException(StorageFault.Taken, path, "something is there already");
            }

            connection.Open();
            connection.Run(SqliteFiles.Shape);
            connection.Run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
            SqliteSchema.Apply(connection, time);
            connection.Run("BEGIN");
            return new(path, connection);
        }
        catch (Exception error)
        {
            connection.Dispose();
            throw error switch
            {
                SqliteException known => SqliteErrors.Explain(path, known),
                IOException or UnauthorizedAccessException => new StorageException(StorageFault.Unreachable, path, $"can't be made: {error.Message}", error),
                _ => error,
            };
        }
    }

    public async Task WriteAsync(Table table, IAsyncEnumerable<object?[]> rows, CancellationToken cancel)
    {
        try
        {
            var places = string.Join(", ", table.Columns.Select((_, i) => $"?{i + 1}"));
            using var insert = new Prepared(_connection, $"INSERT INTO {table.Name} ({table.List}) VALUES ({places}) {(table.SharesPlaces ? "ON CONFLICT DO NOTHING" : "")}");
            await foreach (var row in rows.WithCancellation(cancel))
                Insert(insert, row);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(_path, error);
        }
    }

    public Task<long> CountAsync(Table table, CancellationToken cancel) => Task.FromResult(_connection.One<long>($"SELECT count(*) FROM {table.Name}"));

    public Task NumberAsync(IReadOnlyDictionary<string, long> highest, CancellationToken cancel)
    {
        foreach (var (table, last) in highest.Where(each => each.Value > 0))
        {
            if (_connection.Run("UPDATE sqlite_sequence SET seq = $last WHERE name = $name", ("$name", table), ("$last", last)) == 0)
                _connection.Run("INSERT INTO sqlite_sequence (name, seq) VALUES ($name, $last)", ("$name", table), ("$last", last));
        }

        return Task.CompletedTask;
    }

    public async Task<string?> CommitAsync(CancellationToken cancel)
    {
        try
        {
            _connection.Run("COMMIT");
            await _connection.DisposeAsync();
            using var file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(_path, error);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Elsewhere two chunks may have one place: they end in the same second.
    private static void Insert(Prepared insert, object?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            _ = row[i] switch
            {
                null => insert.Bind(i + 1, (long?)null),
                long number => insert.Bind(i + 1, number),
                string text => insert.Bind(i + 1, text),
                byte[] bytes => insert.Bind(i + 1, bytes),
                var other => throw new ArgumentException($"{other.GetType()} can't be kept", nameof(row)),
            };
        }

        for (var next = row[0] is long place ? place + 1 : 0; insert.Run() == 0; next++)
            insert.Bind(1, next);
    }
}
