using Hale.Server.Backup;
using Hale.Server.Storage;
using Hale.Server.Storage.Sqlite;

namespace Hale.Server;

/// <summary>Puts a backup into the data folder of a hub that does not run.</summary>
internal static class HubRestore
{
    private static readonly string[] Logs = ["-wal", "-shm"];

    /// <summary>
    /// Verifies a backup whole and puts it in place. What the folder held is kept beside it, and at no moment is the folder without a database.
    /// </summary>
    /// <param name="replace">Whether a database that is there may be replaced.</param>
    /// <returns>What was put there, and where the database before it is kept; null when there was none.</returns>
    /// <exception cref="InvalidDataException">It is no backup, or a damaged one.</exception>
    /// <exception cref="StorageException">The folder can't be used, is a running hub's, or holds data that may not be replaced.</exception>
    /// <exception cref="IOException">The backup can't be read, or the folder not be written.</exception>
    public static async Task<(BackupManifest Manifest, string? Before)> RunAsync(
        string backup, string dataFolder, bool replace, TimeProvider time, CancellationToken cancel)
    {
        await using var from = File.OpenRead(backup);
        using var folder = DataFolder.Claim(dataFolder, "hale restore", time);
        if (File.Exists(folder.Database) && !replace)
        {
            throw new StorageException(
                StorageFault.Taken, folder.Database, "a hub's data are here; name another folder with --data, or replace them with --force: they are kept beside");
        }

        var fresh = new Dictionary<string, string>();
        try
        {
            var manifest = await BackupArchive.ReadAsync(from, name => Open(fresh[name] = Path.Combine(folder.Path, name + ".restored")), cancel);
            SqliteBackup.Verify(fresh[BackupArchive.DatabaseName]);
            return (manifest, Place(folder, fresh, time.GetUtcNow()));
        }
        finally
        {
            foreach (var left in fresh.Values)
                File.Delete(left);
        }
    }

    private static string? Place(DataFolder folder, Dictionary<string, string> fresh, DateTimeOffset now)
    {
        var before = File.Exists(folder.Database) ? $"{folder.Database}.before-{now:yyyyMMdd'T'HHmmss'Z'}" : null;
        if (before is not null)
        {
            // The old log must not be taken for the new database's.
            SqliteBackup.Settle(folder.Database);
            foreach (var beside in Logs.Where(beside => File.Exists(folder.Database + beside)))
                File.Move(folder.Database + beside, before + beside, overwrite: true);
        }

        Move(fresh[BackupArchive.DatabaseName], folder.Database, before);
        var declarations = Path.Combine(folder.Path, BackupArchive.DeclarationsName);
        if (fresh.TryGetValue(BackupArchive.DeclarationsName, out var last))
            Move(last, declarations, null);
        else
            File.Delete(declarations);
        return before;
    }

    // Replace keeps the old file by another name before it is gone under its own.
    private static void Move(string fresh, string place, string? before)
    {
        if (File.Exists(place))
            File.Replace(fresh, place, before);
        else
            File.Move(fresh, place);
    }

    private static FileStream Open(string path) => new(path, DataFolder.Private(FileMode.Create, FileShare.None));
}
