namespace Hale.Monitoring.Flow;

/// <summary>A growing delay: nothing at first, then <paramref name="First"/>, doubling up to <paramref name="Cap"/>.</summary>
/// <param name="Failures">Failures in a row so far.</param>
public readonly record struct Backoff(TimeSpan First, TimeSpan Cap, int Failures = 0)
{
    /// <summary>After one more failure.</summary>
    public Backoff Failed() => this with { Failures = Failures + 1 };

    /// <summary>After a success.</summary>
    public Backoff Succeeded() => this with { Failures = 0 };

    /// <summary>How long to wait before the next try.</summary>
    public TimeSpan Delay => Failures == 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks((long)Math.Min(Cap.Ticks, First.Ticks * Math.Pow(2, Math.Min(Failures - 1, 62))));
}
