namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>
/// Calls when time is up. Set again and again: a call that comes late, for an end that was passed or given up, is none, and one that comes a moment
/// early, as timers count whole milliseconds, is put off.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly Func<bool> _up;
    private readonly Action _then;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private long _end = long.MaxValue;

    /// <param name="up">What to do when time is up, on any thread, never once it is given up; whether there is more.</param>
    /// <param name="then">What more there is to do, which may take its time.</param>
    public Deadline(TimeProvider time, Func<bool> up, Action then)
    {
        (_time, _up, _then) = (time, up, then);
        _timer = time.CreateTimer(static deadline => ((Deadline)deadline!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets it to a time from now.</summary>
    public void Set(TimeSpan timeout)
    {
        lock (_gate)
        {
            _end = _time.GetTimestamp() + (long)(timeout.TotalSeconds * _time.TimestampFrequency);
            _timer.Change(timeout > Least ? timeout : Least, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gives it up.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _end = long.MaxValue;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Ring()
    {
        lock (_gate)
        {
            if (_end == long.MaxValue)
                return;
            var left = _time.GetElapsedTime(_time.GetTimestamp(), _end);
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left + Least, Timeout.InfiniteTimeSpan);
                return;
            }

            _end = long.MaxValue;
            if (!_up())
                return;
        }

        _then();
    }
}
