using Hale.Server.Backup;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>
/// Copies the database with <c>VACUUM INTO</c> (https://www.sqlite.org/lang_vacuum.html): one reading transaction, so that writers go on, and a copy without
/// the holes that removed rows left.
/// </summary>
internal sealed class SqliteBackup(SqliteFile file) : IBackupStore
{
    public int Schema => Scripts.Sqlite.Latest;

    public Task SnapshotAsync(string path, CancellationToken cancel)
    {
        File.Open(path, DataFolder.Private(FileMode.OpenOrCreate, FileShare.ReadWrite)).Dispose();
        return Task.Factory.StartNew(
            () => file.Read(connection => connection.Run("VACUUM INTO $path", ("$path", path))), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Reads a database through.</summary>
    /// <exception cref="StorageException">It is damaged, not Hale's, or of a newer Hale.</exception>
    public static void Verify(string path)
    {
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadOnly);
            SqliteSchema.Missing(connection);
            if (connection.One<string>("PRAGMA quick_check(1)") is var found && found != "ok")
                throw new StorageException(StorageFault.Corrupt, path, $"the database is damaged ({found})");
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(path, error);
        }
    }

    /// <summary>Brings what stands in the write-ahead log into the database itself, and removes the log; false when the database is not legible.</summary>
    public static bool Settle(string path)
    {
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadWrite);
            connection.Run("PRAGMA journal_mode = DELETE");
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }
}
