namespace Hale.Server.Heartbeats.Keeping;

/// <summary>The wall clock, and whether it was set: it then moved otherwise than time passed. So it does too while the machine sleeps. Not safe for threads.</summary>
internal sealed class WallClock(TimeProvider time)
{
    // What a clock is slewed by between two looks is a few hundredths of a second.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private DateTimeOffset _wall = time.GetUtcNow();
    private long _stamp = time.GetTimestamp();

    /// <summary>The time, and by how much the clock was set since this was asked last; zero when it was not.</summary>
    public (DateTimeOffset Now, TimeSpan Leap) Look()
    {
        var (wall, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        var leap = wall - _wall - time.GetElapsedTime(_stamp, stamp);
        (_wall, _stamp) = (wall, stamp);
        return (wall, leap.Duration() > Slack ? leap : TimeSpan.Zero);
    }
}
