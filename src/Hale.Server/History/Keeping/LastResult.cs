using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Server.History.Coding;

namespace Hale.Server.History.Keeping;

/// <summary>The last result of a key, as it came; what is shown of it is made when it is asked for.</summary>
internal struct LastResult
{
    private bool _any;
    private bool _success;
    private Phases? _phases;
    private DateTimeOffset? _certificateExpiresAt;

    // As a check gave it, or as JSON: made when first asked for, or kept.
    private object? _details;

    public DateTimeOffset At { get; private set; }

    public double? LatencyMs { get; private set; }

    public FailureKind? Failure { get; private set; }

    public string? Message { get; private set; }

    public static LastResult Of(Observation seen) => new()
    {
        _any = true,
        _success = seen.Success,
        _phases = seen.Phases,
        _details = seen.Details,
        _certificateExpiresAt = seen.CertificateExpiresAt,
        At = seen.At,
        LatencyMs = seen.Latency?.TotalMilliseconds,
        Failure = seen.Failure?.Kind,
        Message = seen.Failure?.Message ?? seen.Message,
    };

    public static LastResult Of(KeptResult? kept) => kept is null ? default : new()
    {
        _any = true,
        _success = kept.Success,
        _phases = kept.Phases,
        _details = Details.Whole(kept.Details),
        _certificateExpiresAt = kept.CertificateExpiresAt,
        At = kept.At,
        LatencyMs = kept.LatencyMs,
        Failure = kept.Failure,
        Message = kept.Message,
    };

    /// <summary>The result after this one, as the write-ahead log has it: its phases are gone, and what was told of the target is what it told last.</summary>
    public readonly LastResult Again(in Reading reading) => new()
    {
        _any = true,
        _success = reading.Failure is null,
        _details = _details,
        _certificateExpiresAt = _certificateExpiresAt,
        At = DateTimeOffset.FromUnixTimeMilliseconds(reading.At),
        LatencyMs = LatencyScale.Milliseconds(reading.Latency),
        Failure = reading.Failure,
        Message = reading.Message,
    };

    /// <summary>The result as it is shown; null before the first.</summary>
    public HeldResult? Hold() => _any ? new(At, _success, LatencyMs, Failure, Message, _phases ?? Phases.None, Json(), _certificateExpiresAt) : null;

    /// <summary>The result as it is kept.</summary>
    public KeptResult? Keep() =>
        _any ? new(At, _success, LatencyMs, Failure, Message, _phases == Phases.None ? null : _phases, Json(), _certificateExpiresAt) : null;

    private JsonObject? Json()
    {
        if (_details is not JsonObject)
            _details = Details.Of((IReadOnlyDictionary<string, object?>?)_details);
        return (JsonObject?)_details;
    }
}
