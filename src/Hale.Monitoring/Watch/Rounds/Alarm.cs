namespace Hale.Monitoring.Watch.Rounds;

/// <summary>
/// What the watch's own thread sleeps on: it wakes when its time has come or when somebody rings. A ring while it is awake is not lost. On the system's
/// clock the thread waits for its time itself: a timer would have to wake another thread first, and that is what most of a quiet watch would cost.
/// </summary>
internal sealed class Alarm : IDisposable
{
    /// <summary>A monitor that can be waited for, as a <see cref="Lock"/> cannot.</summary>
    private readonly object _gate = new();
    private readonly ITimer? _timer;
    private bool _rung;
    private bool _asleep;

    public Alarm(TimeProvider time)
    {
        if (time != TimeProvider.System)
            _timer = time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the thread sleeps and nobody has rung: it will do nothing until time passes or somebody rings.</summary>
    public bool Quiet
    {
        get
        {
            lock (_gate)
                return _asleep && !_rung;
        }
    }

    public void Ring()
    {
        lock (_gate)
        {
            _rung = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Sleeps. Waits count whole milliseconds and cut off the rest; rounded up, none ends early and for nothing.</summary>
    public void Sleep(TimeSpan time)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(time.TotalMilliseconds)));
        _timer?.Change(wait, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _asleep = true;
            if (_timer is null && !_rung)
                Monitor.Wait(_gate, wait);
            while (_timer is not null && !_rung)
                Monitor.Wait(_gate);
            // Who rang up to now is heard: the loop looks at everything when it wakes.
            _rung = _asleep = false;
        }
    }

    public void Dispose() => _timer?.Dispose();
}
