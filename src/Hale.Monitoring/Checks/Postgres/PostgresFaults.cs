using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>What a server's error amounts to, and the words for it; those of <c>pg_isready</c> where it has any.</summary>
internal static class PostgresFaults
{
    public static string Accepting(PostgresCheckOptions options) => $"{options.Peer} - accepting connections";

    /// <summary>It is there and lets nobody in: it starts up, shuts down or recovers, or has not even the means to say so. With a password that is a refused login.</summary>
    public static Failure Rejecting(PostgresCheckOptions options, PostgresError error) => new(
        options.Url.Password is null ? FailureKind.Body : FailureKind.Auth, $"{options.Peer} - rejecting connections: {Said(options, error)}");

    /// <summary>It did not let us in, whatever its reason.</summary>
    public static Failure Refused(PostgresCheckOptions options, PostgresError error) =>
        error.Rejects ? Rejecting(options, error) : Login($"the login was refused: {Said(options, error)}");

    public static Failure QueryFailed(PostgresCheckOptions options, PostgresError error) =>
        new(FailureKind.Body, $"the query failed: {Said(options, error)}");

    /// <summary>The server did not do its part of a login.</summary>
    public static Failure Login(string message) => new(FailureKind.Auth, message);

    public static Failure NotSpoken() => new(FailureKind.Protocol, "the answer is not PostgreSQL's protocol (protocol error)");

    /// <summary>The server's words, without the password.</summary>
    public static string Said(PostgresCheckOptions options, PostgresError error) =>
        error.Message.Length > 0 ? Quoted.Of(error.Message, options.Url.Password) : $"error {Quoted.Of(error.Code)}";
}
