namespace Hale.Monitoring;

/// <summary>Checks a URL once, or until it is well. Derive from it to check in another way.</summary>
public abstract class HealthChecker
{
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(5);

    /// <summary>The clock that <see cref="WaitForHealthyAsync"/> waits by.</summary>
    protected virtual TimeProvider Time => TimeProvider.System;

    /// <summary>Checks once. Never throws for an endpoint that fails: that is a result.</summary>
    /// <param name="url">What to ask: <c>http://</c>, <c>https://</c> or <c>tcp://</c>.</param>
    /// <param name="timeout">What the check may take, 100 ms to 10 min. Default: 10 s.</param>
    /// <exception cref="ArgumentException"><paramref name="url"/> can't be used; the message says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is not within its limits.</exception>
    public abstract Task<HealthCheckResult> CheckHealthAsync(string url, TimeSpan? timeout = null, CancellationToken cancel = default);

    /// <summary>
    /// Checks until a check succeeds. Whatever goes wrong until then only means: not yet. An attempt takes at most 5 s and never outlives the limit.
    /// </summary>
    /// <param name="maxWait">How long to wait in all. Default: 300 s.</param>
    /// <param name="interval">From the start of one attempt to the start of the next. Default: 5 s.</param>
    /// <returns>Whether it became healthy in time.</returns>
    public async Task<bool> WaitForHealthyAsync(string url, TimeSpan? maxWait = null, TimeSpan? interval = null, CancellationToken cancel = default)
    {
        var limit = maxWait ?? TimeSpan.FromSeconds(300);
        var every = interval ?? TimeSpan.FromSeconds(5);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero, nameof(interval));
        var started = Time.GetTimestamp();
        for (var begun = TimeSpan.Zero; begun < limit; begun = Time.GetElapsedTime(started))
        {
            var left = limit - begun;
            if (left < Shortest)
                break;
            if ((await CheckHealthAsync(url, left < LongestAttempt ? left : LongestAttempt, cancel)).Success)
                return true;
            var next = begun + every < limit ? begun + every : limit;
            if (next - Time.GetElapsedTime(started) is { Ticks: > 0 } rest)
                await Task.Delay(rest, Time, cancel);
        }

        return false;
    }

    /// <summary>The shortest timeout a check may have.</summary>
    internal static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
}
