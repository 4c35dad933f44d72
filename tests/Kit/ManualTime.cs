using System.Runtime.CompilerServices;

namespace Hale.Tests.Kit;

/// <summary>
/// A clock that moves only by hand. Timers fire in the order they are due, one at a time, on the thread that moves the clock, while it stands at the
/// timer's moment. Its timestamps count sevenths of 100 ns, so that code which takes timestamps for ticks is found out.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    /// <summary>How long, in real time, quiet may take before <see cref="PassAsync"/> fails the test.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(ManualTimer Timer, long Version), (TimeSpan Due, long Order)> _timers = new();
    private readonly DateTimeOffset _start;
    private TimeSpan _passed;
    private TimeSpan _wallLeap;
    private long _order;

    public ManualTime(DateTimeOffset? start = null) => _start = start ?? new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    /// <summary>How far the clock was moved since it was made.</summary>
    public TimeSpan Passed
    {
        get
        {
            lock (_gate)
                return _passed;
        }
    }

    public override long TimestampFrequency => 7 * TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due, as a span since the clock was made; null when none is set.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate)
                return DropStale() ? Due() : null;
        }
    }

    /// <summary>Whether a timer is set for a moment, as a span since the clock was made.</summary>
    public bool IsSet(TimeSpan due)
    {
        lock (_gate)
            return _timers.UnorderedItems.Any(item => item.Priority.Due == due && item.Element.Timer.Version == item.Element.Version);
    }

    public override long GetTimestamp() => Passed.Ticks * 7;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _start + _passed + _wallLeap;
    }

    /// <summary>Moves the wall clock alone, as when it is set: timestamps and timers don't notice.</summary>
    public void LeapWall(TimeSpan by)
    {
        lock (_gate)
            _wallLeap += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what comes due, without waiting for what that sets going on other threads.</summary>
    public void Advance(TimeSpan by)
    {
        var until = Passed + by;
        while (FireNext(until))
        {
        }
    }

    /// <summary>Moves the clock from timer to timer; before the first and after each it waits until <paramref name="idle"/> says that nothing more happens by itself.</summary>
    /// <exception cref="TimeoutException">No quiet within <see cref="Guard"/> of real time.</exception>
    public async Task PassAsync(TimeSpan by, Func<bool> idle, [CallerArgumentExpression(nameof(idle))] string what = "")
    {
        var until = Passed + by;
        do
            await QuietAsync(idle, what);
        while (FireNext(until));
    }

    /// <summary>Waits, without moving the clock, until <paramref name="idle"/> has been true twice in a row.</summary>
    /// <exception cref="TimeoutException">No quiet within <see cref="Guard"/> of real time.</exception>
    public async Task QuietAsync(Func<bool> idle, [CallerArgumentExpression(nameof(idle))] string what = "")
    {
        var start = System.GetTimestamp();
        for (var (quiet, spins) = (0, 0); quiet < 2; spins++)
        {
            quiet = idle() ? quiet + 1 : 0;
            if (quiet == 2)
                return;
            if (spins < 20)
                Thread.SpinWait(50);
            else
                await Task.Yield();
            if (spins % 1000 == 999 && System.GetElapsedTime(start) > Guard)
                throw new TimeoutException($"no quiet within {Guard.TotalSeconds} s of real time at {Passed} of simulated time; awaited: {what}");
        }
    }

    /// <summary>Moves the clock on, second by second, until a task has ended: for the end of a test, when it no longer matters what happens when.</summary>
    /// <exception cref="TimeoutException">It does not end within <see cref="Guard"/> of real time.</exception>
    public async Task FinishAsync(Task task)
    {
        var start = System.GetTimestamp();
        while (!task.IsCompleted)
        {
            Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            if (System.GetElapsedTime(start) > Guard)
                throw new TimeoutException($"no end within {Guard.TotalSeconds} s of real time");
        }

        await task;
    }

    /// <summary>Fires the next timer due up to <paramref name="until"/>, or moves the clock there and answers false.</summary>
    private bool FireNext(TimeSpan until)
    {
        ManualTimer timer;
        lock (_gate)
        {
            if (!DropStale() || Due() > until)
            {
                _passed = until;
                return false;
            }

            _passed = Due() > _passed ? Due() : _passed;
            timer = _timers.Dequeue().Timer;
            timer.Fired(_passed);
        }

        timer.Call();
        return true;
    }

    private TimeSpan Due()
    {
        _timers.TryPeek(out _, out var priority);
        return priority.Due;
    }

    private bool DropStale()
    {
        while (_timers.TryPeek(out var next, out _))
        {
            if (next.Timer.Version == next.Version)
                return true;
            _timers.Dequeue();
        }

        return false;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _disposed;

        /// <summary>Changes with each arming, so that an older place in the queue is known to be stale.</summary>
        public long Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                if (_disposed)
                    return false;
                Version++;
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                    Arm(time._passed + dueTime);
                return true;
            }
        }

        public void Fired(TimeSpan now)
        {
            Version++;
            if (_period > TimeSpan.Zero)
                Arm(now + _period);
        }

        public void Call() => callback(state);

        public void Dispose()
        {
            lock (time._gate)
            {
                _disposed = true;
                Version++;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(TimeSpan due) => time._timers.Enqueue((this, Version), (due, time._order++));
    }
}
