namespace Hale.Server.Packing;

/// <summary>
/// Where the next time is expected: a step after the last one's place on the schedule, and as late as they were on average. What is a quarter of a step
/// and more away begins a new schedule there.
/// </summary>
internal struct Grid(long first, long step)
{
    private readonly long _near = Math.Abs(step) / 4;
    private long _place = first;

    // In eighths.
    private long _late;

    private readonly long Expected => unchecked(_place + step + (_late >> 3));

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
        var late = unchecked(at - due);
        if (late > _near || late < -_near)
            (_place, _late) = (at, 0);
        else
            (_place, _late) = (due, _late + late - (_late >> 3));
    }
}
