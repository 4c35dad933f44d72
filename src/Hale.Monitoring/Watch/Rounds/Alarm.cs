using System.Threading.Channels;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>What one loop sleeps on: it wakes when its time has come or when somebody rings. A ring while it is awake is not lost.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private bool _rung;
    private bool _asleep;

    public Alarm(TimeProvider time) => _timer = time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Whether the loop sleeps and nobody has rung: it will do nothing until time passes or somebody rings.</summary>
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
            _rings.Writer.TryWrite(true);
        }
    }

    /// <summary>Sleeps. Timers count whole milliseconds and cut off the rest; rounded up, none rings early and for nothing.</summary>
    public async ValueTask SleepAsync(TimeSpan time, CancellationToken stopping)
    {
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(time.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
        lock (_gate)
            _asleep = true;
        await _rings.Reader.ReadAsync(stopping);
        lock (_gate)
        {
            // Who rang up to now is heard: the loop looks at everything when it wakes.
            _rings.Reader.TryRead(out _);
            _rung = _asleep = false;
        }
    }

    public void Dispose() => _timer.Dispose();
}
