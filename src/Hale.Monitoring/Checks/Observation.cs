using System.Net;
using System.Security.Authentication;
using System.Text.Json.Serialization;

namespace Hale.Monitoring.Checks;

/// <summary>How long each phase of a check took, in milliseconds; null where it did not take place or was not finished. Kept to the microsecond, up to half an hour.</summary>
public readonly record struct Phases
{
    /// <summary>Nothing was measured.</summary>
    public static readonly Phases None;

    // Each is a microsecond more than was measured, so that what nobody measured is 0.

    private readonly int _dns;
    private readonly int _connect;
    private readonly int _tls;
    private readonly int _firstByte;
    private readonly int _total;

    /// <summary>Takes milliseconds.</summary>
    [JsonConstructor]
    public Phases(double? dnsMs = null, double? connectMs = null, double? tlsMs = null, double? firstByteMs = null, double? totalMs = null) =>
        (_dns, _connect, _tls, _firstByte, _total) = (Kept(dnsMs), Kept(connectMs), Kept(tlsMs), Kept(firstByteMs), Kept(totalMs));

    /// <summary>The name's resolution.</summary>
    public double? DnsMs => Told(_dns);

    /// <summary>The connecting.</summary>
    public double? ConnectMs => Told(_connect);

    /// <summary>The TLS handshake.</summary>
    public double? TlsMs => Told(_tls);

    /// <summary>From the request to the answer's first byte.</summary>
    public double? FirstByteMs => Told(_firstByte);

    /// <summary>The whole.</summary>
    public double? TotalMs => Told(_total);

    // Five whole numbers take a quarter of the room of five optional doubles, and there is one of these to every result that is held.
    private static int Kept(double? milliseconds) => milliseconds is { } value ? (int)Math.Clamp(Math.Round(value * 1000) + 1, 1, int.MaxValue) : 0;

    private static double? Told(int kept) => kept == 0 ? null : (kept - 1) / 1000d;
}

/// <summary>What an HTTP answer told beside its status and text.</summary>
/// <param name="Version">The version of HTTP that carried the last answer.</param>
/// <param name="Secure">Whether the last answer came over TLS.</param>
/// <param name="Redirects">How many redirects were followed.</param>
/// <param name="ContentLength">What the answer said its length was; null when it did not say.</param>
/// <param name="BodyLength">The bytes of its body that were read, at most a megabyte.</param>
/// <param name="LastModified">When it said that it was changed last; null when it did not say.</param>
public sealed record HttpFacts(Version Version, bool Secure, int Redirects, long? ContentLength, int BodyLength, DateTimeOffset? LastModified);

/// <summary>What one run of a check saw. A sick target is data: a check answers with a <see cref="Failure"/>, it does not throw.</summary>
public sealed record Observation
{
    /// <summary>When the check started.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took, from just before the first step to its end.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Whether how long it took tells nothing of the target: it was not asked, or somebody else was.</summary>
    public bool Untimed { get; init; }

    /// <summary>The target's latency; null when no answer came: a timeout's length is no latency.</summary>
    public TimeSpan? Latency => (Answered || Success) && !Untimed ? Took : null;

    /// <summary>
    /// How much of that may be the hub's own: what had happened already waited so long at most until the hub, busy with others, saw it. Not held against
    /// the target.
    /// </summary>
    public TimeSpan OwnDelay { get; init; }

    /// <summary>What went wrong; null for a success.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Whether the check succeeded.</summary>
    public bool Success => Failure is null;

    /// <summary>Whether an answer came, good or bad; tells a slow answer's latency from a timeout's.</summary>
    public bool Answered { get; init; }

    /// <summary>True when the target is known to be at rest, as a machine that was stopped is: then nothing is held against it, and it is not known how it is.</summary>
    public bool Idle { get; init; }

    /// <summary>True when the answer itself says that it is degraded.</summary>
    public bool SaysDegraded { get; init; }

    /// <summary>What the answer says of itself when it is not simply well, for a person.</summary>
    public string? Message { get; init; }

    /// <summary>The phases' durations.</summary>
    public Phases Phases { get; init; } = Phases.None;

    /// <summary>What the answer told of the target: <c>version</c>, <c>uptime</c>, components. Null when nothing.</summary>
    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>The earliest expiry of the certificates seen.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }

    /// <summary>The version of TLS that was spoken; none without a handshake.</summary>
    public SslProtocols TlsVersion { get; init; }

    /// <summary>The HTTP status, or null.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The address that was connected to, or was tried first; null when there was none.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What else an HTTP answer told; null unless its text was asked for, or when no answer came.</summary>
    public HttpFacts? Http { get; init; }

    /// <summary>The answer's text, the first megabyte of it; null unless it was asked for, or when no answer came.</summary>
    public string? Body { get; init; }

    /// <summary>What happened, step by step, for a person: "resolved to 10.0.0.7 in 3 ms".</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The beginning of an answer that made it a failure, 4,096 characters at most and without credentials; null where none came.</summary>
    public string? Answer { get; init; }
}
