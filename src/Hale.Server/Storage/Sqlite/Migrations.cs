using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Brings a database to the schema this program knows: numbered scripts, each carried out once, in order, in its own transaction.</summary>
internal static class Migrations
{
    // "HALE" in the file's header says whose the database is (https://www.sqlite.org/fileformat2.html#application_id).
    private const long ApplicationId = 0x48414C45;

    private const string Prefix = "Hale.Server.Storage.Sqlite.Migrations.";

    /// <summary>The scripts, by number.</summary>
    public static IReadOnlyList<(int Version, string Name)> Known { get; } =
    [
        .. from resource in typeof(Migrations).Assembly.GetManifestResourceNames()
           where resource.StartsWith(Prefix, StringComparison.Ordinal)
           let name = resource[Prefix.Length..^".sql".Length]
           orderby name
           select (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name),
    ];

    /// <summary>Carries out what is missing.</summary>
    /// <exception cref="StorageException">The database is not Hale's, or of a newer Hale.</exception>
    public static void Apply(SqliteConnection connection, TimeProvider time)
    {
        var version = Verify(connection);
        foreach (var (number, name) in Known.Where(each => each.Version > version))
            Apply(connection, number, name, time);
    }

    /// <summary>The number of the last script that was carried out; 0 for an empty database.</summary>
    /// <exception cref="StorageException">The database is not Hale's, or of a newer Hale.</exception>
    public static long Verify(SqliteConnection connection)
    {
        var version = Version(connection);
        var latest = Known[^1].Version;
        if (version <= latest)
            return version;
        throw new StorageException(
            StorageFault.TooNew, connection.DataSource,
            $"a newer Hale wrote this database (schema {version}, this one knows up to {latest}); run that version, or restore an older backup");
    }

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

    private static void Apply(SqliteConnection connection, int number, string name, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction();
        if (number == 1)
        {
            connection.Run($"PRAGMA application_id = {ApplicationId}");
            connection.Run("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
        }

        connection.Run(Script(name));
        connection.Run(
            "INSERT INTO schema_version (version, name, applied_at) VALUES ($version, $name, $at)",
            ("$version", number), ("$name", name), ("$at", time.GetUtcNow().ToUnixTimeMilliseconds()));
        transaction.Commit();
    }

    private static string Script(string name)
    {
        using var stream = typeof(Migrations).Assembly.GetManifestResourceStream($"{Prefix}{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
