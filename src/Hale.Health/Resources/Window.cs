namespace Hale.Health.Resources;

/// <summary>Two counts of the same thing and the time between them.</summary>
internal readonly record struct Lapse<T>(T Before, T Now, TimeSpan Took);

/// <summary>
/// Usage is a difference of two counts. Keeps the last ones, so that a reading spans the time since the reading before it: never less than half a
/// second, over which the kernel's clock ticks would show, and never more than five minutes, over which a peak would be lost.
/// </summary>
internal sealed class Window<T>(TimeProvider time)
{
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private (T Count, long At)? _older;
    private (T Count, long At)? _newer;

    /// <summary>Compares <paramref name="first"/> with an earlier count; without one waits half a second and counts again.</summary>
    public async ValueTask<Lapse<T>> ReadAsync(T first, Func<T> again, CancellationToken cancel)
    {
        for (var now = first; ; now = again())
        {
            if (Take(now) is { } lapse)
                return lapse;
            await Task.Delay(Missing(), time, cancel);
        }
    }

    /// <summary>The same, holding the caller up while it waits.</summary>
    public Lapse<T> Read(T first, Func<T> again)
    {
        for (var now = first; ; now = again())
        {
            if (Take(now) is { } lapse)
                return lapse;
            Task.Delay(Missing(), time).GetAwaiter().GetResult();
        }
    }

    /// <summary>Keeps a count; answers what to compare it with, or null when nothing is old enough yet.</summary>
    public Lapse<T>? Take(T now)
    {
        lock (_gate)
        {
            var at = time.GetTimestamp();
            if (_newer is { } stale && time.GetElapsedTime(stale.At, at) > Most)
                (_older, _newer) = (null, null);
            if (_newer is null)
                _newer = (now, at);
            else if (time.GetElapsedTime(_newer.Value.At, at) >= Least)
                (_older, _newer) = (_newer, (now, at));
            return _older is { } before ? new(before.Count, now, time.GetElapsedTime(before.At, at)) : null;
        }
    }

    /// <summary>How long until the last count is old enough. Timers round, so a millisecond more.</summary>
    private TimeSpan Missing()
    {
        lock (_gate)
        {
            var left = _newer is { } newer ? Least - time.GetElapsedTime(newer.At) : TimeSpan.Zero;
            return TimeSpan.FromMilliseconds(1) + (left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }
}
