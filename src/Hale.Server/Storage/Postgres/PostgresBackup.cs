using Hale.Server.Backup;
using Hale.Server.Storage.Copying;
using Hale.Server.Storage.Schema;
using Hale.Server.Storage.Sqlite;

namespace Hale.Server.Storage.Postgres;

/// <summary>
/// Copies the database into a database file of SQLite, in one reading transaction, so that writers go on. A backup is then the same whatever the hub runs on,
/// and is restored into either.
/// </summary>
internal sealed class PostgresBackup(PostgresDatabase database) : IBackupStore
{
    public int Schema => Scripts.Sqlite.Latest;

    public async Task SnapshotAsync(string path, CancellationToken cancel)
    {
        await using var target = SqliteTarget.Make(path, database.Time);
        await using var source = await PostgresSource.OpenAsync(database.Address, alone: false, cancel);
        await Copier.RunAsync(source, target, path, _ => { }, cancel);
        await target.CommitAsync(cancel);
    }
}
