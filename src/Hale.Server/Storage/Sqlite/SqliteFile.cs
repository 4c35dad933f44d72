using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Hale.Server.Storage.Sqlite;

/// <summary>
/// The database file: one writing connection whose turns are taken one after the other, and pooled readers that never wait for it (write-ahead log).
/// A write is on the disk when its call returns (<c>synchronous=FULL</c>).
/// </summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SqliteConnection _writer;
    private readonly string _reading;
    private readonly List<IDisposable> _kept = [];

    private SqliteFile(string path, SqliteConnection writer)
    {
        Path = path;
        _writer = writer;
        _reading = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 5 }.ToString();
    }

    public string Path { get; }

    /// <summary>Opens the database, makes it where it is missing, and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It can't be opened, is damaged, not Hale's, or of a newer Hale.</exception>
    public static SqliteFile Open(string path, TimeProvider time)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 5 };
        var writer = new SqliteConnection(settings.ToString());
        try
        {
            // Made here, so that nobody else may read it; the log beside it takes the file's mode.
            File.Open(path, DataFolder.Private(FileMode.OpenOrCreate, FileShare.ReadWrite)).Dispose();
            writer.Open();
            writer.Run(SqliteFiles.Shape);
            writer.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864");
            SqliteSchema.Apply(writer, time);
            return new(path, writer);
        }
        catch (Exception error)
        {
            writer.Dispose();
            throw error switch
            {
                SqliteException known => SqliteErrors.Explain(path, known),
                IOException or UnauthorizedAccessException => new StorageException(StorageFault.Unreachable, path, $"can't be opened: {error.Message}", error),
                _ => error,
            };
        }
    }

    /// <summary>
    /// Writes in one transaction: all of it or nothing. The work runs on a thread of its own, since the disk may make it wait and the pool's threads have
    /// checks to attend to.
    /// </summary>
    /// <exception cref="StorageException">It could not be written.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await Task.Factory.StartNew(() => Write(work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(Path, error);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Answers a question from the last committed state.</summary>
    /// <exception cref="StorageException">It could not be read.</exception>
    public T Read<T>(Func<SqliteConnection, T> question)
    {
        try
        {
            using var connection = OpenReader();
            OpenFile.Verify(connection, Path);
            return question(connection);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(Path, error);
        }
    }

    /// <summary>A pooled reading connection, for an answer that is streamed.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_reading);
        connection.Open();
        return connection;
    }

    /// <summary>Keeps something made within a turn until the file is closed, and disposes of it then.</summary>
    public T Keep<T>(T made)
        where T : IDisposable
    {
        _kept.Add(made);
        return made;
    }

    /// <summary>Waits for the write that is under way, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _kept.ForEach(each => each.Dispose());
        using (var pooled = new SqliteConnection(_reading))
            SqliteConnection.ClearPool(pooled);
        _writer.Dispose();
        _turn.Dispose();
    }

    private T Write<T>(Func<SqliteConnection, T> work)
    {
        OpenFile.Verify(_writer, Path);
        // IMMEDIATE takes the write lock before anything is read, so that a turn can't fail half-way for want of it.
        _writer.Run("BEGIN IMMEDIATE");
        try
        {
            var answer = work(_writer);
            _writer.Run("COMMIT");
            return answer;
        }
        catch
        {
            // Some faults (a full disk, an I/O error) have rolled it back already.
            if (sqlite3_get_autocommit(_writer.Handle!) == 0)
                _writer.Run("ROLLBACK");
            throw;
        }
    }
}
