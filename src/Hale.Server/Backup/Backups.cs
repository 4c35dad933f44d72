namespace Hale.Server.Backup;

/// <summary>Makes backups of the running hub, one at a time: each needs as much of the disk as the database has, until it is handed over.</summary>
internal sealed class Backups(IBackupStore store, string dataFolder, HubIdentity hub, TimeProvider time)
{
    private readonly (IBackupStore Store, string Folder, HubIdentity Hub) _of = (store, dataFolder, hub);
    private int _busy;

    private string Aside => Path.Combine(_of.Folder, "hale.snapshot.db");

    /// <summary>Takes the database as it is now; null while another backup is being made.</summary>
    /// <exception cref="StorageException">The database can't be read, or the disk is full.</exception>
    public async Task<Snapshot?> TakeAsync(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _busy, 1) == 1)
            return null;
        try
        {
            // One is left behind where the process was killed.
            File.Delete(Aside);
            await _of.Store.SnapshotAsync(Aside, cancel);
            return new(this, time.GetUtcNow());
        }
        catch
        {
            Leave();
            throw;
        }
    }

    private void Leave()
    {
        File.Delete(Aside);
        Volatile.Write(ref _busy, 0);
    }

    /// <summary>The database of one moment.</summary>
    internal sealed class Snapshot(Backups made, DateTimeOffset at) : IDisposable
    {
        /// <summary>When it was taken.</summary>
        public DateTimeOffset At { get; } = at;

        /// <summary>Writes it as an archive.</summary>
        public async Task WriteAsync(Stream to, CancellationToken cancel)
        {
            var (store, folder, hub) = made._of;
            var files = new List<(string Name, Stream From)>();
            try
            {
                files.Add((BackupArchive.DatabaseName, File.OpenRead(made.Aside)));
                var declarations = Path.Combine(folder, BackupArchive.DeclarationsName);
                if (File.Exists(declarations))
                    files.Add((BackupArchive.DeclarationsName, File.OpenRead(declarations)));
                await BackupArchive.WriteAsync(to, hub.Id, hub.Version, store.Schema, At, files, cancel);
            }
            finally
            {
                files.ForEach(file => file.From.Dispose());
            }
        }

        /// <summary>Lets go of it.</summary>
        public void Dispose() => made.Leave();
    }
}
