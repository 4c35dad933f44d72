namespace Hale.Monitoring.Schedule;

/// <summary>The wheel with a clock: moments since it was made, on the monotonic clock, in ticks of 5 ms.</summary>
internal sealed class Timetable(TimeProvider time)
{
    /// <summary>How fine the wheel is; nothing is due before its moment, and seen due this much later at most.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly long _start = time.GetTimestamp();
    private readonly Wheel _wheel = new();

    /// <summary>The present moment.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Nothing is due before this moment; null when nothing is armed.</summary>
    public TimeSpan? Next => _wheel.Next is { } tick ? tick * Tick : null;

    /// <summary>Arms an entry, or moves it.</summary>
    public void Arm(int entry, TimeSpan due) => _wheel.Arm(entry, (due.Ticks + Tick.Ticks - 1) / Tick.Ticks);

    /// <summary>Takes an entry out.</summary>
    public void Disarm(int entry) => _wheel.Disarm(entry);

    /// <summary>Adds what came due up to <paramref name="now"/> to <paramref name="due"/>.</summary>
    public void Take(TimeSpan now, List<int> due) => _wheel.Take(now.Ticks / Tick.Ticks, due);
}
