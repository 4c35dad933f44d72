namespace Hale.Monitoring.Schedule;

/// <summary>
/// The wheel with a clock: moments since it was made, on the monotonic clock, in ticks of 25 ms. What is to happen between two ticks is planned for the later, so that
/// what is planned happens when it is planned, and many things at once: a thread that wakes for one costs what ten of them do.
/// </summary>
internal sealed class Timetable(TimeProvider time)
{
    /// <summary>From one moment that something may be planned for to the next.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);

    private readonly long _start = time.GetTimestamp();
    private readonly Wheel _wheel = new();

    /// <summary>The present moment.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Nothing is due before this moment; null when nothing is armed.</summary>
    public TimeSpan? Next => _wheel.Next is { } tick ? tick * Tick : null;

    /// <summary>Arms an entry, or moves it.</summary>
    /// <returns>The moment that it is due: the first tick that is not before the one asked for.</returns>
    public TimeSpan Arm(int entry, TimeSpan due)
    {
        var tick = (due.Ticks + Tick.Ticks - 1) / Tick.Ticks;
        _wheel.Arm(entry, tick);
        return tick * Tick;
    }

    /// <summary>Takes an entry out.</summary>
    public void Disarm(int entry) => _wheel.Disarm(entry);

    /// <summary>Adds what came due up to <paramref name="now"/> to <paramref name="due"/>.</summary>
    public void Take(TimeSpan now, List<int> due) => _wheel.Take(now.Ticks / Tick.Ticks, due);
}
