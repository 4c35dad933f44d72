using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>Brings a database's schema <c>hale</c> to what this program knows, and says what it has. Whatever else is in the database is nobody's business here.</summary>
internal static class PostgresSchema
{
    private const int OldestServer = 13;

    /// <summary>Whether the server can be used at all.</summary>
    /// <exception cref="StorageException">It is too old, or the database keeps texts in another coding.</exception>
    public static async Task VerifyServerAsync(NpgsqlConnection connection, string database, CancellationToken cancel)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
            throw new StorageException(StorageFault.Foreign, database, $"this is PostgreSQL {connection.PostgreSqlVersion}; Hale needs {OldestServer} or later");
        if (await connection.OneAsync<string>(new("SHOW server_encoding"), cancel) is var coding && coding != "UTF8")
            throw new StorageException(StorageFault.Foreign, database, $"the database's encoding is {coding}; Hale needs UTF8 (CREATE DATABASE … ENCODING 'UTF8')");
    }

    /// <summary>What was carried out; nothing where the schema is missing or empty.</summary>
    /// <exception cref="StorageException">The schema is another program's.</exception>
    public static async Task<IReadOnlyList<AppliedScript>> AppliedAsync(NpgsqlConnection connection, string database, CancellationToken cancel)
    {
        if (await ThereAsync(connection, "hale.schema_version", cancel))
        {
            return await connection.AllAsync(
                new("SELECT version, name, applied_at FROM hale.schema_version ORDER BY version"),
                row => new AppliedScript(row.GetInt32(0), row.GetString(1), row.Time(2)), cancel);
        }

        const string Others = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'hale'";
        return await connection.OneAsync<long>(new(Others), cancel) == 0
            ? []
            : throw new StorageException(StorageFault.Foreign, database, "its schema hale is another program's; name another database with --postgres");
    }

    /// <summary>What is still to be carried out.</summary>
    /// <exception cref="StorageException">The schema is another program's, or of a newer Hale.</exception>
    public static async Task<IReadOnlyList<Script>> MissingAsync(NpgsqlConnection connection, string database, CancellationToken cancel) =>
        Scripts.Postgres.After(await AppliedAsync(connection, database, cancel) is [.., var last] ? last.Number : 0, database);

    /// <summary>Carries out what is missing, each script in a transaction of its own or all in the one that was begun; answers what that was.</summary>
    /// <exception cref="StorageException">The schema is another program's, or of a newer Hale.</exception>
    public static async Task<IReadOnlyList<Script>> ApplyAsync(
        NpgsqlConnection connection, string database, TimeProvider time, CancellationToken cancel, bool begun = false)
    {
        var missing = await MissingAsync(connection, database, cancel);
        foreach (var script in missing)
        {
            await using var transaction = begun ? null : await connection.BeginTransactionAsync(cancel);
            await ApplyAsync(connection, script, time, cancel);
            if (transaction is not null)
                await transaction.CommitAsync(cancel);
        }

        return missing;
    }

    /// <summary>Whether there is a table.</summary>
    public static async Task<bool> ThereAsync(NpgsqlConnection connection, string table, CancellationToken cancel) =>
        await connection.OneAsync<bool>(new("SELECT to_regclass($1) IS NOT NULL", Value.Of(table)), cancel);

    private static async Task ApplyAsync(NpgsqlConnection connection, Script script, TimeProvider time, CancellationToken cancel)
    {
        if (script.Number == 1)
        {
            // Not IF NOT EXISTS: that asks for the right to make schemas even where somebody made it beforehand.
            if (!await connection.OneAsync<bool>(new("SELECT to_regnamespace('hale') IS NOT NULL"), cancel))
                await connection.RunAsync(new("CREATE SCHEMA hale"), cancel);
            await connection.RunAsync(new("CREATE TABLE hale.schema_version (version integer PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)"), cancel);
        }

        await using var statements = connection.CreateCommand();
        (statements.CommandText, statements.CommandTimeout) = (Scripts.Postgres.Read(script), 0);
        await statements.ExecuteNonQueryAsync(cancel);
        await connection.RunAsync(
            new(
                "INSERT INTO hale.schema_version (version, name, applied_at) VALUES ($1, $2, $3)",
                Value.Of(script.Number), Value.Of(script.Name), Value.Of(Moments.Of(time.GetUtcNow()))),
            cancel);
    }
}
