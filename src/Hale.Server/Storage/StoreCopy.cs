using Hale.Server.Storage.Copying;
using Hale.Server.Storage.Postgres;
using Hale.Server.Storage.Sqlite;

namespace Hale.Server.Storage;

/// <summary>What came of a copy.</summary>
/// <param name="Rows">The rows of all tables.</param>
/// <param name="Before">Where what was there before is kept; null when nothing was.</param>
internal sealed record Copied(long Rows, string? Before);

/// <summary>Copies everything that is kept from one place to another, whatever they are built on. The source stays as it is, and the target has all of it or nothing.</summary>
internal static class StoreCopy
{
    /// <summary>Copies between two places on which no hub runs.</summary>
    /// <param name="replace">Whether data that are there may be put aside.</param>
    /// <exception cref="StorageException">One of them can't be used, belongs to a running hub, or the target holds data that may not be put aside.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static async Task<Copied> RunAsync(
        StorePlace from, StorePlace to, bool replace, TimeProvider time, Action<CopyProgress> progress, CancellationToken cancel)
    {
        if (from.Postgres is null && !File.Exists(from.File))
            throw new StorageException(StorageFault.Unreachable, from.File, "there are no data of Hale");
        using var source = from.Claim("hale migrate-store", time);
        using var target = to.Claim("hale migrate-store", time);
        return await FromAsync(from, to, replace, time, progress, cancel);
    }

    /// <summary>The same where the folders of both are held already.</summary>
    /// <exception cref="StorageException">One of them can't be used, belongs to a running hub, or the target holds data that may not be put aside.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static async Task<Copied> FromAsync(
        StorePlace from, StorePlace to, bool replace, TimeProvider time, Action<CopyProgress> progress, CancellationToken cancel)
    {
        await using ICopySource source = from.Postgres is { } address ? await PostgresSource.OpenAsync(address, alone: true, cancel) : SqliteSource.Open(from.File);
        if (to.Postgres is { } there)
        {
            await using var target = await PostgresTarget.OpenAsync(there, replace, time, cancel);
            var rows = await Copier.RunAsync(source, target, there.Label, progress, cancel);
            return new(rows, await target.CommitAsync(cancel));
        }

        return await IntoAsync(source, to.File, replace, time, progress, cancel);
    }

    private static async Task<Copied> IntoAsync(
        ICopySource source, string file, bool replace, TimeProvider time, Action<CopyProgress> progress, CancellationToken cancel)
    {
        if (File.Exists(file) && !replace)
            throw new StorageException(StorageFault.Taken, file, "a hub's data are here; name another place, or replace them with --force: they are kept beside");
        var fresh = file + ".copied";
        try
        {
            // One is left behind where the process was killed.
            File.Delete(fresh);
            await using var target = SqliteTarget.Make(fresh, time);
            var rows = await Copier.RunAsync(source, target, file, progress, cancel);
            await target.CommitAsync(cancel);
            return new(rows, SqliteFiles.Replace(fresh, file, time.GetUtcNow()));
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
