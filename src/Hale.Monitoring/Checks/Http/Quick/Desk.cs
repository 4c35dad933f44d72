using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Dial.Epoll;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>What one run of a quick check works with; used again by the next, so that a check costs next to no memory.</summary>
internal sealed class Desk : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Wire? _wire;
    private long _deadline = long.MaxValue;

    public Desk(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static desk => ((Desk)desk!).TimeUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Trace = new(time);
    }

    public Trace Trace { get; }

    public Reply Reply { get; } = new();

    public Wire Wire => _wire!;

    /// <summary>Sits down for one run.</summary>
    public void Begin(TimeSpan timeout, bool head)
    {
        Trace.Restart();
        Reply.Begin(head);
        lock (_gate)
        {
            _wire = Reactor.Shared.Rent();
            _deadline = _time.GetTimestamp() + (long)(timeout.TotalSeconds * _time.TimestampFrequency);
        }

        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends whatever is waited for, from any thread.</summary>
    public void Abort()
    {
        lock (_gate)
            _wire?.Abort();
    }

    /// <summary>Closes the connection and gets up.</summary>
    /// <param name="ended">Whether the peer has closed its side.</param>
    public void End(bool ended)
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _wire?.Close(ended);
            _wire = null;
            _deadline = long.MaxValue;
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>A timer may ring late, for a run that is over: only the present one's deadline counts.</summary>
    private void TimeUp()
    {
        lock (_gate)
            if (_time.GetTimestamp() >= _deadline)
                _wire?.Abort();
    }
}
