using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>One request on its way, and what its connection saw. A check has one, and one more for each redirect.</summary>
/// <param name="framed">Whether HTTP comes in frames, which go both ways before there is an answer: with HTTP/2 and 3.</param>
internal sealed class Hop(Uri url, Trace trace, bool framed, CancellationToken cancel)
{
    private long? _begunAt;

    public Uri Url => url;

    public Trace Trace => trace;

    /// <summary>Whether a connection was begun for this hop; else it goes over one that was kept.</summary>
    public bool Connected { get; private set; }

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
        if (Connected)
            return false;
        Connected = true;
        Wire = new();
        Plain = new();
        return true;
    }

    /// <summary>The bytes that HTTP itself writes and reads.</summary>
    private Seen Spoken => Secure ? Plain : Wire;

    /// <summary>When the answer began; of one in frames, when its headers were in.</summary>
    private long? FirstByteAt => framed ? _begunAt : Spoken.FirstByteAt;

    /// <summary>The answer's headers are in.</summary>
    public void Begin()
    {
        _begunAt = Trace.Now;
        NoteFirstByte();
    }

    /// <summary>Ends the phase of the first byte, as far as it came.</summary>
    public void NoteFirstByte()
    {
        if (Spoken.WroteAt is { } asked && FirstByteAt is { } begun)
            Trace.FirstByte(asked, begun);
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
        if (TlsAlerts.Of(Plain.Broke) is not null)
            return Faults.BrokenTls(Plain.Broke!, host, port);
        if (Faults.Of(Wire.Broke) is { } broken)
            return Faults.Broken(broken, host, port);
        if (FirstByteAt is null && (Spoken.Ended || Wire.Ended))
            return Faults.ClosedEarly(host, port);
        if (Plain.Broke is not null)
            return Faults.BrokenTls(Plain.Broke, host, port);
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
