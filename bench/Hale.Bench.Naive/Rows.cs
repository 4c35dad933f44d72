using Microsoft.Data.Sqlite;

namespace Hale.Bench.Naive;

/// <summary>A table with a row per check. It spares itself what costs most: a write-ahead log, and no flush to the disk for each row.</summary>
internal sealed class Rows : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    public Rows(string file)
    {
        _connection = new($"Data Source={file}");
        _connection.Open();
        using var create = _connection.CreateCommand();
        create.CommandText =
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            CREATE TABLE checks (service INTEGER NOT NULL, at TEXT NOT NULL, healthy INTEGER NOT NULL, duration_ms REAL NOT NULL);
            CREATE INDEX checks_by_service ON checks (service, at);
            """;
        create.ExecuteNonQuery();
    }

    public void Insert(int service, DateTimeOffset at, bool healthy, TimeSpan duration)
    {
        lock (_gate)
        {
            using var insert = _connection.CreateCommand();
            insert.CommandText = "INSERT INTO checks VALUES ($service, $at, $healthy, $duration)";
            insert.Parameters.AddWithValue("$service", service);
            insert.Parameters.AddWithValue("$at", at);
            insert.Parameters.AddWithValue("$healthy", healthy);
            insert.Parameters.AddWithValue("$duration", duration.TotalMilliseconds);
            insert.ExecuteNonQuery();
        }
    }

    public void Dispose() => _connection.Dispose();
}
