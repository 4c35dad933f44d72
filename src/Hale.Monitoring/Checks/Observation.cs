namespace Hale.Monitoring.Checks;

/// <summary>How long each phase of a check took, in milliseconds; null where it did not take place or was not finished.</summary>
public sealed record Phases(double? DnsMs = null, double? ConnectMs = null, double? TlsMs = null, double? FirstByteMs = null, double? TotalMs = null)
{
    /// <summary>Nothing was measured.</summary>
    public static readonly Phases None = new();
}

/// <summary>What one run of a check saw. A sick target is data: a check answers with a <see cref="Failure"/>, it does not throw.</summary>
public sealed record Observation
{
    /// <summary>When the check started.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took, from just before the first step to its end.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>What went wrong; null for a success.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Whether the check succeeded.</summary>
    public bool Success => Failure is null;

    /// <summary>Whether an answer came, good or bad; tells a slow answer's latency from a timeout's.</summary>
    public bool Answered { get; init; }

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

    /// <summary>The HTTP status, or null.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The answer's text, the first megabyte of it; null unless it was asked for, or when no answer came.</summary>
    public string? Body { get; init; }

    /// <summary>What happened, step by step, for a person: "resolved to 10.0.0.7 in 3 ms".</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
