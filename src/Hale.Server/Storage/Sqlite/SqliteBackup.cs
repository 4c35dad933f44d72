using Hale.Server.Backup;
using Hale.Server.Storage.Schema;

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
}
