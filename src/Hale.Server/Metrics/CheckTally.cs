using Hale.Monitoring.Checks;
using Hale.Monitoring.Watch;

namespace Hale.Server.Metrics;

/// <summary>
/// Counts the checks of one watched thing: one thread at a time counts, as the watch tells, and any may read. Nothing is made of it to be read: of a hundred
/// thousand that would be garbage by the tens of megabytes for each scrape.
/// </summary>
internal sealed class CheckTally
{
    private static readonly long[] None = new long[Enum.GetValues<FailureKind>().Length];

    private long[] _failures = None;
    private long _successes;
    private long _skipped;

    // Not a number while no answer came, and 0 while no certificate was seen: what is one word long is read whole.
    private double _latency = double.NaN;
    private long _certificateExpires;

    public long Successes => Volatile.Read(ref _successes);

    /// <summary>By kind, in the order of <see cref="FailureKind"/>.</summary>
    public ReadOnlySpan<long> Failures => Volatile.Read(ref _failures);

    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Of the last check; null when no answer came.</summary>
    public double? LatencySeconds => Volatile.Read(ref _latency) is var latency && double.IsNaN(latency) ? null : latency;

    /// <summary>Of the certificates seen last; null before any was.</summary>
    public DateTimeOffset? CertificateExpiresAt => Volatile.Read(ref _certificateExpires) is var expires and not 0 ? new(expires, TimeSpan.Zero) : null;

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
