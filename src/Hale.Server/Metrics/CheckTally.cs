using Hale.Monitoring.Checks;
using Hale.Monitoring.Watch;

namespace Hale.Server.Metrics;

/// <summary>The figures of one watched thing at one moment.</summary>
/// <param name="Failures">By kind, in the order of <see cref="FailureKind"/>.</param>
/// <param name="LatencySeconds">Of the last check; null when no answer came.</param>
internal sealed record CheckFigures(
    long Successes, IReadOnlyList<long> Failures, long Skipped, double? LatencySeconds, DateTimeOffset? CertificateExpiresAt);

/// <summary>Counts the checks of one watched thing.</summary>
internal sealed class CheckTally
{
    private static readonly int Kinds = Enum.GetValues<FailureKind>().Length;

    private readonly Lock _gate = new();
    private CheckFigures _now = new(0, new long[Kinds], 0, null, null);

    public CheckFigures Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    public void Skip()
    {
        lock (_gate)
            _now = _now with { Skipped = _now.Skipped + 1 };
    }

    public void Add(Outcome outcome)
    {
        var seen = outcome.Seen;
        lock (_gate)
        {
            _now = seen.Failure is { } failure
                ? _now with { Failures = Increment(_now.Failures, (int)failure.Kind) }
                : _now with { Successes = _now.Successes + 1 };
            // A forced check of a paused one was made, but says nothing of how it stands.
            if (outcome.Counted)
                _now = _now with
                {
                    LatencySeconds = seen.Answered ? (seen.Phases.TotalMs / 1000) ?? seen.Took.TotalSeconds : null,
                    CertificateExpiresAt = seen.CertificateExpiresAt ?? _now.CertificateExpiresAt,
                };
        }
    }

    private static long[] Increment(IReadOnlyList<long> counts, int index)
    {
        var next = counts.ToArray();
        next[index]++;
        return next;
    }
}
