namespace Hale.Monitoring.Checks;

/// <summary>Why a check failed. Told apart by cause, never by the text of a message.</summary>
public enum FailureKind : byte
{
    /// <summary>The connection was made, then no answer came in time; a handshake included.</summary>
    Timeout,

    /// <summary>The connection could not be made in time.</summary>
    ConnectTimeout,

    /// <summary>The name could not be resolved.</summary>
    Dns,

    /// <summary>Nobody listens on that port.</summary>
    Refused,

    /// <summary>No route to the host or network.</summary>
    Unreachable,

    /// <summary>The peer reset the connection, or closed it before the first byte.</summary>
    Reset,

    /// <summary>The TLS handshake failed, or the certificate is not valid.</summary>
    Tls,

    /// <summary>An HTTP status other than the expected ones, or too many redirects.</summary>
    HttpStatus,

    /// <summary>The answer's content is not as expected, or says that it is unhealthy.</summary>
    Body,

    /// <summary>The answer breaks the protocol.</summary>
    Protocol,

    /// <summary>A login was refused (not HTTP 401 or 403).</summary>
    Auth,

    /// <summary>A command ended with a failing code.</summary>
    ExitCode,

    /// <summary>A resource is above its limit.</summary>
    Resource,

    /// <summary>A heartbeat did not come in time.</summary>
    HeartbeatMissed,

    /// <summary>The hub's policy does not allow this check.</summary>
    Blocked,

    /// <summary>Hale's own fault.</summary>
    Internal,
}

/// <summary>A failed check's cause and what to tell a person.</summary>
/// <param name="Message">One sentence; holds no credentials.</param>
/// <param name="Soft">Whether the peer is there but struggles: no answer in time after the connection was made, or HTTP 5xx.</param>
public sealed record Failure(FailureKind Kind, string Message, bool Soft = false);
