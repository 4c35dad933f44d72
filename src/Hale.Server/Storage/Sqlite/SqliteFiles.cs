using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Database files that no hub has open.</summary>
internal static class SqliteFiles
{
    /// <summary>
    /// What a new file is, said before anything is in it: chunks of history are some hundred bytes, and more of them fill a larger page better; and room that
    /// became free can be given back to the disk.
    /// </summary>
    public const string Shape = "PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL";

    private static readonly string[] Logs = ["-wal", "-shm"];

    /// <summary>Opens one.</summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Its bytes, with those that stand in its log; 0 for a missing one.</summary>
    public static long Size(string path) => Logs.Prepend("").Select(beside => new FileInfo(path + beside)).Where(file => file.Exists).Sum(file => file.Length);

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

    /// <summary>Puts a database where another may be, which is kept beside; at no moment is there none.</summary>
    /// <returns>Where the one before is kept; null when there was none.</returns>
    public static string? Replace(string fresh, string place, DateTimeOffset now)
    {
        if (!File.Exists(place))
        {
            File.Move(fresh, place);
            return null;
        }

        var before = $"{place}.before-{now:yyyyMMdd'T'HHmmss'Z'}";
        // The old log must not be taken for the new database's.
        Settle(place);
        foreach (var beside in Logs.Where(beside => File.Exists(place + beside)))
            File.Move(place + beside, before + beside, overwrite: true);
        // It keeps the old file by another name before it is gone under its own.
        File.Replace(fresh, place, before);
        return before;
    }

    // Brings what stands in the write-ahead log into the database itself, and removes the log; of a database that is not legible both are kept as they are.
    private static void Settle(string path)
    {
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadWrite);
            connection.Run("PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException)
        {
            // It is kept with its log.
        }
    }
}
