using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Server.History.Coding;

namespace Hale.Server.History.Keeping;

/// <summary>
/// The last result of a key, as it came; what is shown of it is made when it is asked for. There is one to every key, so times are kept as ticks and what may
/// be missing as a value that can't be.
/// </summary>
internal struct LastResult
{
    private const long Never = 0;
    private const byte NoFailure = byte.MaxValue;

    private long _at;
    private long _certificateExpiresAt;
    private double _latencyMs;

    // As a check gave it, or as JSON: made when first shown, or read.
    private object? _details;
    private Phases _phases;
    private byte _failure;
    private bool _success;

    public readonly DateTimeOffset At => new(_at, TimeSpan.Zero);

    public readonly double? LatencyMs => double.IsNaN(_latencyMs) ? null : _latencyMs;

    public readonly FailureKind? Failure => _failure == NoFailure ? null : (FailureKind)_failure;

    public string? Message { get; private set; }

    public static LastResult Of(Observation seen) => new()
    {
        _at = seen.At.UtcTicks,
        _success = seen.Success,
        _phases = seen.Phases,
        _details = seen.Details,
        _certificateExpiresAt = Ticks(seen.CertificateExpiresAt),
        _latencyMs = seen.Latency?.TotalMilliseconds ?? double.NaN,
        _failure = Number(seen.Failure?.Kind),
        Message = seen.Failure?.Message ?? seen.Message,
    };

    public static LastResult Of(KeptResult? kept) => kept is null ? default : new()
    {
        _at = kept.At.UtcTicks,
        _success = kept.Success,
        _phases = kept.Phases ?? Phases.None,
        _details = Details.Whole(kept.Details),
        _certificateExpiresAt = Ticks(kept.CertificateExpiresAt),
        _latencyMs = kept.LatencyMs ?? double.NaN,
        _failure = Number(kept.Failure),
        Message = kept.Message,
    };

    /// <summary>The result after this one, as the write-ahead log has it: its phases are gone, and what was told of the target is what it told last.</summary>
    public readonly LastResult Again(in Reading reading) => new()
    {
        _at = DateTimeOffset.FromUnixTimeMilliseconds(reading.At).UtcTicks,
        _success = reading.Failure is null,
        _details = _details,
        _certificateExpiresAt = _certificateExpiresAt,
        _latencyMs = LatencyScale.Milliseconds(reading.Latency) ?? double.NaN,
        _failure = Number(reading.Failure),
        Message = reading.Message,
    };

    /// <summary>The result as it is shown; null before the first.</summary>
    public HeldResult? Hold()
    {
        if (_at == Never)
            return null;
        var details = Json();
        _details = details;
        return new(At, _success, LatencyMs, Failure, Message, _phases, details, CertificateExpiresAt);
    }

    /// <summary>
    /// The result as it is kept; null before the first. All that is told is made for this once: of a hundred thousand services, each saved as its first check changes its
    /// status, it would otherwise be held until the next check.
    /// </summary>
    public readonly KeptResult? Keep() =>
        _at == Never ? null : new(At, _success, LatencyMs, Failure, Message, _phases == Phases.None ? null : _phases, Json(), CertificateExpiresAt);

    private readonly DateTimeOffset? CertificateExpiresAt => _certificateExpiresAt == Never ? null : new(_certificateExpiresAt, TimeSpan.Zero);

    private static long Ticks(DateTimeOffset? time) => time?.UtcTicks ?? Never;

    private static byte Number(FailureKind? failure) => failure is { } kind ? (byte)kind : NoFailure;

    private readonly JsonObject? Json() => _details as JsonObject ?? Details.Of((IReadOnlyDictionary<string, object?>?)_details);
}
