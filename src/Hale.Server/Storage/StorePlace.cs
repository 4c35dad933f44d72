namespace Hale.Server.Storage;

/// <summary>A place where a hub's data are kept: a PostgreSQL database, or a file of SQLite, mostly that of a data folder.</summary>
internal sealed class StorePlace
{
    private StorePlace(PostgresAddress? postgres, string file) => (Postgres, File) = (postgres, file);

    public PostgresAddress? Postgres { get; }

    /// <summary>The database file; empty for PostgreSQL.</summary>
    public string File { get; }

    /// <summary>What it is called, without credentials.</summary>
    public string Name => Postgres?.Label ?? File;

    /// <summary>Where a hub of these settings keeps its data.</summary>
    public static StorePlace Of(HubSettings settings) => Read(settings.Postgres ?? settings.Data, out _)!;

    /// <summary>Reads a place as a person names it: an address of PostgreSQL, a data folder, or a file whose name ends in <c>.db</c>.</summary>
    /// <param name="problem">What is wrong, without anything that may be a credential; null when all is well.</param>
    public static StorePlace? Read(string text, out string? problem)
    {
        problem = null;
        if (PostgresAddress.IsMeant(text))
            return PostgresAddress.Read(text, out problem) is { } address ? new(address, "") : null;
        var path = Path.GetFullPath(text);
        return new(null, path.EndsWith(".db", StringComparison.OrdinalIgnoreCase) || System.IO.File.Exists(path) ? path : Path.Combine(path, DataFolder.DatabaseName));
    }

    /// <summary>
    /// Holds the data folder in which the file lies, so that no hub runs on it meanwhile. Null for PostgreSQL, whose lock is taken by whoever connects, and for a
    /// file that lies elsewhere.
    /// </summary>
    /// <param name="what">The command that holds it, for a hub that comes meanwhile.</param>
    /// <exception cref="StorageException">It belongs to a running hub, or can't be used.</exception>
    public DataFolder? Claim(string what, TimeProvider time)
    {
        if (Postgres is not null || Path.GetDirectoryName(File) is not { } folder)
            return null;
        return Path.GetFileName(File) == DataFolder.DatabaseName || System.IO.File.Exists(Path.Combine(folder, DataFolder.LockName)) ? DataFolder.Claim(folder, what, time) : null;
    }
}
