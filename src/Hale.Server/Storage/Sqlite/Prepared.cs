using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Hale.Server.Storage.Sqlite;

/// <summary>A statement prepared once and run often, on SQLite's own interface: the path of every sample. Values are bound by position, from 1.</summary>
internal sealed class Prepared : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Prepared(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new ArgumentException("The connection is not open.", nameof(connection));
        SqliteException.ThrowExceptionForRC(sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    public Prepared Bind(int place, long? value)
    {
        Check(value is { } number ? sqlite3_bind_int64(_statement, place, number) : sqlite3_bind_null(_statement, place));
        return this;
    }

    public Prepared Bind(int place, string? value)
    {
        Check(value is null ? sqlite3_bind_null(_statement, place) : sqlite3_bind_text(_statement, place, value));
        return this;
    }

    public Prepared Bind(int place, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? sqlite3_bind_zeroblob(_statement, place, 0) : sqlite3_bind_blob(_statement, place, value));
        return this;
    }

    /// <summary>Runs it; the number of rows it changed.</summary>
    public int Run()
    {
        Step();
        return sqlite3_changes(_database);
    }

    /// <summary>Runs it and answers the first row's number; null without a row.</summary>
    public long? Number()
    {
        var result = sqlite3_step(_statement);
        long? number = result == SQLITE_ROW ? sqlite3_column_int64(_statement, 0) : null;
        Finish(result);
        return number;
    }

    public void Dispose() => _statement.Dispose();

    private void Step() => Finish(sqlite3_step(_statement));

    private void Finish(int result)
    {
        var reset = sqlite3_reset(_statement);
        if (result is not (SQLITE_DONE or SQLITE_ROW))
            Check(reset == SQLITE_OK ? result : reset);
    }

    private void Check(int result)
    {
        if (result != SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _database);
    }
}
