using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>One request on its way, and what its connection saw. A check has one, and one more for each redirect.</summary>
internal sealed class Hop(Uri url, Trace trace, CancellationToken cancel)
{
    private bool _connected;

    public Uri Url => url;

    public Trace Trace => trace;

    /// <summary>Fires when the check's time is up or the watch stops.</summary>
    public CancellationToken Cancel => cancel;

    public bool Secure => url.Scheme == Uri.UriSchemeHttps;

    /// <summary>What the connection's bytes did.</summary>
    public Seen Wire { get; private set; } = new();

    /// <summary>What the HTTP bytes did; over TLS not the same as the wire's.</summary>
    public Seen Plain { get; private set; } = new();

    /// <summary>Why there is no connection, once that is known.</summary>
    public Failure? Failure { get; set; }

    /// <summary>Begins a connection, seen from its start; false when this hop had one made already.</summary>
    public bool Connect()
    {
        if (_connected)
            return false;
        _connected = true;
        Wire = new();
        Plain = new();
        return true;
    }

    /// <summary>Ends the phase of the first byte, as far as it came.</summary>
    public void NoteFirstByte()
    {
        var seen = Secure ? Plain : Wire;
        if (seen.WroteAt != 0 && seen.FirstByteAt != 0)
            Trace.FirstByte(seen.WroteAt, seen.FirstByteAt);
    }

    /// <summary>
    /// Why an exchange broke: what was found while connecting, else what the connection did, else what HTTP made of the bytes. Nothing here
    /// reads a message.
    /// </summary>
    public Failure Broke(HttpRequestError? error)
    {
        if (Failure is not null)
            return Failure;
        var (host, port) = (url.IdnHost, url.Port);
        if (Faults.Of(Wire.Broke) is { } broken)
            return Faults.Broken(broken, host, port);
        var plain = Secure ? Plain : Wire;
        if (plain.FirstByteAt == 0 && (plain.Ended || Wire.Ended))
            return Faults.ClosedEarly(host, port);
        if (Secure && plain.Broke is not null)
            return new(FailureKind.Tls, $"the TLS connection to {Faults.Join(host, port)} broke (security issue)");
        return error switch
        {
            HttpRequestError.NameResolutionError => Faults.Unresolved(host),
            HttpRequestError.SecureConnectionError => new(FailureKind.Tls, $"the TLS handshake with {host} failed (security issue)"),
            HttpRequestError.ConnectionError => new(FailureKind.Unreachable, $"there is no way to {Faults.Join(host, port)} (network unreachable)"),
            _ => Protocol(error),
        };
    }

    private static Failure Protocol(HttpRequestError? error) =>
        new(FailureKind.Protocol, error switch
        {
            HttpRequestError.ConfigurationLimitExceeded => $"the answer's headers are longer than {Line.MostHeaders} kB (protocol error)",
            HttpRequestError.ResponseEnded => "the answer was cut short (protocol error)",
            HttpRequestError.VersionNegotiationError => "the server does not speak that version of HTTP (protocol error)",
            HttpRequestError.InvalidResponse => "the answer is not HTTP (protocol error)",
            _ => "the answer breaks HTTP (protocol error)",
        });
}
