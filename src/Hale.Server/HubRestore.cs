using Hale.Server.Backup;
using Hale.Server.Storage;
using Hale.Server.Storage.Sqlite;

namespace Hale.Server;

/// <summary>Puts a backup into the data folder, or the PostgreSQL database, of a hub that does not run.</summary>
internal static class HubRestore
{
    /// <summary>
    /// Verifies a backup whole and puts it in place. What was there is kept beside it, and at no moment is there no database.
    /// </summary>
    /// <param name="replace">Whether data that are there may be replaced.</param>
    /// <returns>What was put there, and where the data before it are kept; null when there were none.</returns>
    /// <exception cref="InvalidDataException">It is no backup, or a damaged one.</exception>
    /// <exception cref="StorageException">The place can't be used, is a running hub's, or holds data that may not be replaced.</exception>
    /// <exception cref="IOException">The backup can't be read, or the folder not be written.</exception>
    public static async Task<(BackupManifest Manifest, string? Before)> RunAsync(
        string backup, HubSettings settings, bool replace, TimeProvider time, CancellationToken cancel)
    {
        await using var from = File.OpenRead(backup);
        using var folder = DataFolder.Claim(settings.Data, "hale restore", time);
        if (settings.Postgres is null && File.Exists(folder.Database) && !replace)
        {
            throw new StorageException(
                StorageFault.Taken, folder.Database, "a hub's data are here; name another folder with --data, or replace them with --force: they are kept beside");
        }

        var fresh = new Dictionary<string, string>();
        try
        {
            var manifest = await BackupArchive.ReadAsync(from, name => Open(fresh[name] = Path.Combine(folder.Path, name + ".restored")), cancel);
            var database = fresh[BackupArchive.DatabaseName];
            SqliteFiles.Verify(database);
            var before = settings.Postgres is null
                ? SqliteFiles.Replace(database, folder.Database, time.GetUtcNow())
                : await CopyAsync(database, StorePlace.Of(settings), replace, time, cancel);
            Declare(folder, fresh.GetValueOrDefault(BackupArchive.DeclarationsName));
            return (manifest, before);
        }
        finally
        {
            foreach (var left in fresh.Values)
                File.Delete(left);
        }
    }

    private static async Task<string?> CopyAsync(string database, StorePlace to, bool replace, TimeProvider time, CancellationToken cancel)
    {
        // One of an older Hale is brought up to date first.
        await using (SqliteFile.Open(database, time))
        {
        }

        var file = StorePlace.Read(database, out _)!;
        return (await StoreCopy.FromAsync(file, to, replace, time, _ => { }, cancel)).Before;
    }

    private static void Declare(DataFolder folder, string? last)
    {
        var declarations = Path.Combine(folder.Path, BackupArchive.DeclarationsName);
        if (last is null)
            File.Delete(declarations);
        else
            File.Move(last, declarations, overwrite: true);
    }

    private static FileStream Open(string path) => new(path, DataFolder.Private(FileMode.Create, FileShare.None));
}
