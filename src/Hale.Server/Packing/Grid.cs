namespace Hale.Server.Packing;

/// <summary>
/// Where the next time is expected: a step after the last one's place on the schedule, and as late as they were on average, or as the least late one of all was.
/// What is a quarter of a step and more away begins a new schedule there.
/// </summary>
/// <param name="least">How late the least late one is; null for the average of those before.</param>
internal struct Grid(long first, long step, long? least)
{
    private readonly long _near = Math.Abs(step / 4);
    private long _place = first;

    // In eighths.
    private long _average;

    /// <summary>How late the last time was; 0 where a schedule begins.</summary>
    public long Late { get; private set; }

    private readonly long Expected => unchecked(_place + step + (least ?? _average >> 3));

    /// <summary>How far a time is from where it was expected; times are then expected after it.</summary>
    public long Miss(long at)
    {
        var miss = unchecked(at - Expected);
        Take(at);
        return miss;
    }

    /// <summary>The time that is so far from where it was expected.</summary>
    public long At(long miss)
    {
        var at = unchecked(Expected + miss);
        Take(at);
        return at;
    }

    private void Take(long at)
    {
        var due = unchecked(_place + step);
        Late = unchecked(at - due);
        if (Late > _near || Late < -_near)
            (_place, _average, Late) = (at, 0, 0);
        else
            (_place, _average) = (due, _average + Late - (_average >> 3));
    }
}
