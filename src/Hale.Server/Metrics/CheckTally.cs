using Hale.Monitoring.Checks;
using Hale.Monitoring.Watch;

namespace Hale.Server.Metrics;

/// <summary>The figures of one watched thing at one moment.</summary>
/// <param name="Failures">By kind, in the order of <see cref="FailureKind"/>.</param>
/// <param name="LatencySeconds">Of the last check; null when no answer came.</param>
internal sealed record CheckFigures(
    long Successes, IReadOnlyList<long> Failures, long Skipped, double? LatencySeconds, DateTimeOffset? CertificateExpiresAt);

/// <summary>Counts the checks of one watched thing: one thread at a time counts, as the watch tells, and any may read.</summary>
internal sealed class CheckTally
{
    private static readonly long[] None = new long[Enum.GetValues<FailureKind>().Length];

    private long[] _failures = None;
    private long _successes;
    private long _skipped;

    // Not a number while no answer came, and 0 while no certificate was seen: what is one word long is read whole.
    private double _latency = double.NaN;
    private long _certificateExpires;

    public CheckFigures Now
    {
        get
        {
            var (latency, expires) = (Volatile.Read(ref _latency), Volatile.Read(ref _certificateExpires));
            return new(
                Volatile.Read(ref _successes), [.. Volatile.Read(ref _failures)], Volatile.Read(ref _skipped), double.IsNaN(latency) ? null : latency,
                expires == 0 ? null : new(expires, TimeSpan.Zero));
        }
    }

    public void Skip() => Volatile.Write(ref _skipped, _skipped + 1);

    public void Add(Outcome outcome)
    {
        var seen = outcome.Seen;
        if (seen.Failure is { } failure)
            Fail((int)failure.Kind);
        else
            Volatile.Write(ref _successes, _successes + 1);
        // A forced check of a paused one was made, but says nothing of how it stands.
        if (!outcome.Counted)
            return;
        Volatile.Write(ref _latency, seen.Answered ? (seen.Phases.TotalMs / 1000) ?? seen.Took.TotalSeconds : double.NaN);
        if (seen.CertificateExpiresAt is { } expires)
            Volatile.Write(ref _certificateExpires, expires.UtcTicks);
    }

    private void Fail(int kind)
    {
        if (ReferenceEquals(_failures, None))
            Volatile.Write(ref _failures, new long[None.Length]);
        Volatile.Write(ref _failures[kind], _failures[kind] + 1);
    }
}
