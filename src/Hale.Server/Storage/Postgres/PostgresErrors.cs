using System.Net.Sockets;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>What PostgreSQL answers (https://www.postgresql.org/docs/current/errcodes-appendix.html), or that it doesn't, in an operator's words.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether an exception is the database's or the way's to it, so that <see cref="Explain"/> can tell.</summary>
    public static bool IsTheirs(Exception error) => error is NpgsqlException or TimeoutException or SocketException or IOException;

    /// <summary>Whether the connection ended; the next one may do.</summary>
    public static bool IsBroken(Exception error) => error switch
    {
        PostgresException answer => answer.SqlState is "57P01" or "57P02" or "57P05",
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException { InnerException: IOException or SocketException } => true,
        _ => error is IOException or SocketException,
    };

    /// <param name="database">The database's address, without credentials.</param>
    public static StorageException Explain(string database, Exception error)
    {
        var (fault, reason) = error is PostgresException answer ? Of(answer.SqlState) : (StorageFault.Unreachable, "the database doesn't answer");
        return new(fault, database, $"{reason} ({Said(error)})", error);
    }

    private static string Said(Exception error) => error switch
    {
        PostgresException answer => $"{answer.SqlState}: {answer.MessageText}",
        { InnerException: { } inner } => Said(inner),
        TimeoutException => "time is up",
        _ => error.Message.TrimEnd('.'),
    };

    private static (StorageFault Fault, string Reason) Of(string state) => state switch
    {
        "25006" => (StorageFault.ReadOnly, "the database can't be written; a standby, or one that is set read-only"),
        "53100" => (StorageFault.Full, "the database's disk is full; free some space, nothing that was acknowledged is lost"),
        "55P03" or "40001" or "40P01" => (StorageFault.Locked, "another session holds the database locked"),
        "57P03" => (StorageFault.Unreachable, "the database starts or stops just now"),
        "57P01" or "57P02" or "57P05" => (StorageFault.Unreachable, "the database ended the connection"),
        "57014" => (StorageFault.Unreachable, "the database took too long"),
        "53300" => (StorageFault.Unreachable, "the database takes no more connections"),
        "3D000" => (StorageFault.Unreachable, "there is no such database; create it: hale makes what it needs inside"),
        "42501" => (StorageFault.Unreachable, "this user may not do that; it needs a schema hale that it owns, or the right to make one (GRANT CREATE ON DATABASE)"),
        _ when state.StartsWith("28", StringComparison.Ordinal) => (StorageFault.Unreachable, "the database refuses the login"),
        "XX001" or "XX002" => (StorageFault.Corrupt, "the database is damaged"),
        _ when state[..2] is "08" or "53" or "57" or "58" or "XX" => (StorageFault.Unreachable, "the database is in trouble"),
        _ => (StorageFault.Refused, "the database refused the statement"),
    };
}
