using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Brings a database file to the schema this program knows, and says which one it has.</summary>
internal static class SqliteSchema
{
    // "HALE" in the file's header says whose the database is (https://www.sqlite.org/fileformat2.html#application_id).
    private const long ApplicationId = 0x48414C45;

    /// <summary>Carries out what is missing, each script in a transaction of its own or all in the one that was begun; answers what that was.</summary>
    /// <exception cref="StorageException">The database is not Hale's, or of a newer Hale.</exception>
    public static IReadOnlyList<Script> Apply(SqliteConnection connection, TimeProvider time, bool begun = false)
    {
        var missing = Missing(connection);
        foreach (var script in missing)
        {
            using var transaction = begun ? null : connection.BeginTransaction();
            Apply(connection, script, time);
            transaction?.Commit();
        }

        return missing;
    }

    /// <summary>What is still to be carried out.</summary>
    /// <exception cref="StorageException">The database is not Hale's, or of a newer Hale.</exception>
    public static IReadOnlyList<Script> Missing(SqliteConnection connection) => Scripts.Sqlite.After(Version(connection), connection.DataSource);

    /// <summary>What was carried out; nothing on an empty database.</summary>
    /// <exception cref="StorageException">The database is not Hale's.</exception>
    public static IReadOnlyList<AppliedScript> Applied(SqliteConnection connection) => Version(connection) == 0
        ? []
        : connection.All("SELECT version, name, applied_at FROM schema_version ORDER BY version", row => new AppliedScript(row.GetInt32(0), row.GetString(1), row.Time(2)));

    private static long Version(SqliteConnection connection)
    {
        var owner = connection.One<long>("PRAGMA application_id");
        if (owner == ApplicationId)
            return connection.One<long>("SELECT max(version) FROM schema_version");
        if (owner == 0 && connection.One<long>("SELECT count(*) FROM sqlite_master") == 0)
            return 0;
        throw new StorageException(
            StorageFault.Foreign, connection.DataSource, "this is another program's database; move the file away, or name another folder with --data");
    }

    private static void Apply(SqliteConnection connection, Script script, TimeProvider time)
    {
        if (script.Number == 1)
        {
            connection.Run($"PRAGMA application_id = {ApplicationId}");
            connection.Run("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
        }

        connection.Run(Scripts.Sqlite.Read(script));
        connection.Run(
            "INSERT INTO schema_version (version, name, applied_at) VALUES ($version, $name, $at)",
            ("$version", script.Number), ("$name", script.Name), ("$at", Moments.Of(time.GetUtcNow())));
    }
}
