using Hale.Server.Storage.Postgres;
using Hale.Server.Storage.Schema;
using Hale.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hale.Server.Storage;

/// <summary>A migration of a database.</summary>
/// <param name="At">When it was carried out; null while it is pending.</param>
internal sealed record StoreMigration(int Number, string Name, DateTimeOffset? At);

/// <summary>How a database stands.</summary>
/// <param name="Bytes">All it takes on the disk: tables, indexes and, for SQLite, its log.</param>
/// <param name="Migrations">All that this program knows, by number.</param>
internal sealed record StoreStatus(string Name, long Bytes, IReadOnlyList<StoreMigration> Migrations)
{
    /// <summary>The number of the last migration that was carried out; 0 for none.</summary>
    public int Schema => Migrations.LastOrDefault(each => each.At is not null)?.Number ?? 0;
}

/// <summary>Looks at a database, and brings its schema up to date, without a hub.</summary>
internal static class StoreCare
{
    private const string Size = """
        SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'hale' AND c.relkind IN ('r', 'm', 'S')
        """;

    /// <summary>How it stands; a running hub goes on meanwhile.</summary>
    /// <exception cref="StorageException">It can't be reached, is not Hale's, or of a newer Hale.</exception>
    public static Task<StoreStatus> StatusAsync(StorePlace place, CancellationToken cancel) => place.Postgres is { } address
        ? AskAsync(address, connection => StatusAsync(connection, address, cancel), cancel)
        : Task.FromResult(StatusOf(place.File));

    /// <summary>Carries out what is pending.</summary>
    /// <param name="dry">Whether it is undone again, so that it is only known to be possible.</param>
    /// <returns>What was pending.</returns>
    /// <exception cref="StorageException">It can't be reached or written, belongs to a running hub, is not Hale's, or of a newer Hale.</exception>
    public static async Task<IReadOnlyList<StoreMigration>> MigrateAsync(StorePlace place, bool dry, TimeProvider time, CancellationToken cancel)
    {
        using var folder = place.Claim("hale db migrate", time);
        var pending = place.Postgres is { } address
            ? await AskAsync(address, connection => MigrateAsync(connection, address, dry, time, cancel), cancel)
            : Migrate(place.File, dry, time);
        return [.. pending.Select(script => new StoreMigration(script.Number, script.Name, dry ? null : time.GetUtcNow()))];
    }

    private static async Task<T> AskAsync<T>(PostgresAddress address, Func<NpgsqlConnection, Task<T>> question, CancellationToken cancel)
    {
        await using var visit = await PostgresVisit.BeginAsync(address, _ => Task.CompletedTask, cancel);
        return await visit.DoAsync(() => question(visit.Connection));
    }

    private static async Task<StoreStatus> StatusAsync(NpgsqlConnection connection, PostgresAddress address, CancellationToken cancel) => new(
        address.Label, await connection.OneAsync<long>(new(Size), cancel),
        Merge(await PostgresSchema.AppliedAsync(connection, address.Label, cancel), await PostgresSchema.MissingAsync(connection, address.Label, cancel)));

    private static async Task<IReadOnlyList<Script>> MigrateAsync(NpgsqlConnection connection, PostgresAddress address, bool dry, TimeProvider time, CancellationToken cancel)
    {
        await PostgresSchema.VerifyServerAsync(connection, address.Label, cancel);
        await PostgresLock.TakeAsync(connection, address.Label, cancel);
        if (!dry)
            return await PostgresSchema.ApplyAsync(connection, address.Label, time, cancel);
        await using var undone = await connection.BeginTransactionAsync(cancel);
        return await PostgresSchema.ApplyAsync(connection, address.Label, time, cancel, begun: true);
    }

    private static StoreStatus StatusOf(string file) => new(
        file, SqliteFiles.Size(file), Ask(file, connection => Merge(SqliteSchema.Applied(connection), SqliteSchema.Missing(connection))));

    private static IReadOnlyList<Script> Migrate(string file, bool dry, TimeProvider time)
    {
        if (dry)
            return Ask(file, connection => Undone(connection, time));
        if (!File.Exists(file))
            File.Open(file, DataFolder.Private(FileMode.OpenOrCreate, FileShare.ReadWrite)).Dispose();
        return Ask(file, connection => SqliteSchema.Apply(connection, time));
    }

    private static IReadOnlyList<Script> Undone(SqliteConnection connection, TimeProvider time)
    {
        connection.Run("BEGIN");
        var pending = SqliteSchema.Apply(connection, time, begun: true);
        connection.Run("ROLLBACK");
        return pending;
    }

    private static T Ask<T>(string file, Func<SqliteConnection, T> question)
    {
        try
        {
            // What is not there yet is as an empty one.
            using var connection = File.Exists(file) ? SqliteFiles.Open(file, SqliteOpenMode.ReadWrite) : SqliteFiles.Open(":memory:", SqliteOpenMode.Memory);
            return question(connection);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(file, error);
        }
    }

    private static StoreMigration[] Merge(IReadOnlyList<AppliedScript> applied, IReadOnlyList<Script> missing) =>
        [.. applied.Select(each => new StoreMigration(each.Number, each.Name, each.At)), .. missing.Select(each => new StoreMigration(each.Number, each.Name, null))];
}
