namespace Hale.Server.Backup;

/// <summary>Gives the database as it is at one moment, while everything goes on.</summary>
internal interface IBackupStore
{
    /// <summary>The database's schema: the number of its last migration.</summary>
    int Schema { get; }

    /// <summary>Writes a whole database of what is committed now.</summary>
    /// <param name="path">A file that is missing or empty; it is left behind when the writing fails.</param>
    /// <exception cref="StorageException">It could not be read or written; the disk may be full.</exception>
    Task SnapshotAsync(string path, CancellationToken cancel);
}
