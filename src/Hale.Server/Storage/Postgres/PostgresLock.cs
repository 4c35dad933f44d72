using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>
/// The lock that says whose a database is: an advisory one of the session, which the server releases when the connection ends, however it ends. Who holds it
/// is said beside it in <c>hale.owner</c>.
/// </summary>
internal static class PostgresLock
{
    // "HALE", and 0 for the whole hub.
    private const int Class = 0x48414C45;

    // What a connection that just ended held is free within a moment.
    private const string Patience = "1s";

    /// <summary>Takes the lock; false when another session holds it.</summary>
    public static async Task<bool> TryAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        // Where the hub's machine dies or is cut off, the server notices within half a minute, and not after the two hours that are usual.
        await connection.RunAsync(
            new(
                $"""
                SELECT set_config('lock_timeout', '{Patience}', false), set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
                    set_config('tcp_keepalives_count', '3', false)
                """),
            cancel);
        try
        {
            await connection.RunAsync(new($"SELECT pg_advisory_lock({Class}, 0)"), cancel);
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }

        await connection.RunAsync(new("SELECT set_config('lock_timeout', '0', false)"), cancel);
        return true;
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StorageException">It belongs to another running hub.</exception>
    public static async Task TakeAsync(NpgsqlConnection connection, string database, CancellationToken cancel)
    {
        if (!await TryAsync(connection, cancel))
            throw new StorageException(StorageFault.Taken, database, await TakenAsync(connection, cancel));
    }

    /// <summary>Whose it is, as a person is told.</summary>
    public static async Task<string> TakenAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        const string Advice = "; stop that one, or give this one its own database with --postgres";
        var owners = await PostgresSchema.ThereAsync(connection, "hale.owner", cancel)
            ? await connection.AllAsync(
                new("SELECT url, pid, machine, started_at FROM hale.owner"),
                row => $"belongs to the running hub at {row.GetString(0)} (process {row.GetInt32(1)} on {row.GetString(2)}, since {row.Time(3):yyyy-MM-dd HH:mm:ss}Z)", cancel)
            : [];
        return (owners.Count > 0 ? owners[0] : "belongs to another running hub") + Advice;
    }
}
