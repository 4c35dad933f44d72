namespace Hale.Cli.Importing;

/// <summary>Other tools tell failures as a text; what is in it says of which of Hale's kinds it is.</summary>
internal static class FailureText
{
    // The first that is found counts: a timeout of a TLS handshake is a timeout.
    private static readonly (string Part, string Kind)[] Parts =
    [
        ("no heartbeat in the time window", "heartbeat_missed"), ("heartbeat", "heartbeat_missed"),
        ("econnrefused", "refused"), ("connection refused", "refused"),
        ("enotfound", "dns"), ("eai_again", "dns"), ("getaddrinfo", "dns"), ("no such host", "dns"), ("servfail", "dns"), ("nxdomain", "dns"),
        ("econnreset", "reset"), ("socket hang up", "reset"), ("connection reset", "reset"), ("broken pipe", "reset"),
        ("ehostunreach", "unreachable"), ("enetunreach", "unreachable"), ("no route to host", "unreachable"), ("network is unreachable", "unreachable"),
        ("timeout", "timeout"), ("timed out", "timeout"), ("etimedout", "timeout"), ("deadline exceeded", "timeout"), ("econnaborted", "timeout"), ("100% packet loss", "timeout"),
        ("certificate", "tls"), ("x509", "tls"), ("tls:", "tls"), ("ssl", "tls"),
        ("status code", "http_status"), ("too many redirects", "http_status"),
        ("keyword", "body"), ("json", "body"), ("condition", "body"),
        ("password", "auth"), ("authentication", "auth"),
    ];

    /// <summary>The kind of failure; <c>protocol</c>, that it was not the answer that was wanted, where the text says nothing else.</summary>
    public static string KindOf(string? text)
    {
        foreach (var (part, kind) in Parts)
            if (text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
                return kind;
        return "protocol";
    }
}
