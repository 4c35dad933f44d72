using Hale.Monitoring.Admission;
using Hale.Monitoring.Schedule;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>When each watched thing is due next. Touched only under the watcher's gate.</summary>
internal sealed class Agenda(TimeProvider time, Func<double> random)
{
    private readonly Timetable _table = new(time);
    private readonly Influx _influx = new();
    private readonly List<int> _slots = [];

    public TimeSpan Now => _table.Now;

    /// <summary>Nothing is due before this moment; null when nothing is armed.</summary>
    public TimeSpan? Next => _table.Next;

    /// <summary>One of <paramref name="count"/> at a launch: its first check is spread.</summary>
    public void Launch(Entry entry, double place, int count)
    {
        var (first, anchor) = Cadence.AtLaunch(place, count, entry.Spec.Interval, Now);
        entry.Anchor = anchor;
        Arm(entry, first, early: false);
    }

    /// <summary>Something new, changed or resumed: checked at once, and every interval at a phase of its own.</summary>
    public void Soon(Entry entry)
    {
        (var first, entry.Anchor) = _influx.Next(entry.Spec.Key, entry.Spec.Interval, Now);
        Arm(entry, first, early: false);
    }

    /// <summary>Its check starts at this moment by other means; regular ticks are counted from here.</summary>
    public void StartsNow(Entry entry)
    {
        entry.Anchor = Now;
        Regular(entry);
    }

    /// <summary>The next regular tick at its own phase.</summary>
    public void Regular(Entry entry) => Arm(entry, Cadence.Regular(entry.Anchor, entry.Spec.Interval, Now), early: false);

    /// <summary>An early try after a failure, in place of the regular tick. A forced check may bring the next one nearer, and never puts it off.</summary>
    public void Early(Entry entry, bool forced)
    {
        var due = Now + Cadence.Early(entry.Verdict.Failures, entry.Spec.Interval, random());
        Arm(entry, forced && entry.Due < due ? entry.Due : due, early: true);
    }

    /// <summary>What one that came due wants.</summary>
    public Wish Wish(Entry entry, bool early, Hold passed)
    {
        var (interval, verdict) = (entry.Spec.Interval, entry.Verdict);
        early = early && Cadence.IsEarly(verdict.Failures, interval);
        return new(entry.Slot, early, Ways.Settled(verdict, entry.Spec.Patience), interval, early ? Cadence.Regular(entry.Anchor, interval, Now) : default, passed);
    }

    /// <summary>It came due and has to wait for something on the wheel until <paramref name="until"/>.</summary>
    public void PutOff(Entry entry, TimeSpan until, bool early, Hold hold)
    {
        Arm(entry, until, early);
        entry.Passed = hold;
    }

    /// <summary>It waits no longer than half its interval: one that would comes half an interval sooner, and is due at its regular tick all the same.</summary>
    public void Hasten(Entry entry)
    {
        var half = entry.Spec.Interval / 2;
        if (entry.Due != Entry.Never && entry.Due - Now > half)
            Arm(entry, entry.Due - half, entry.Early);
    }

    /// <summary>The interval is another one: an early try stays unless it would now come too late, a regular one moves.</summary>
    public void Retime(Entry entry)
    {
        if (entry.Due == Entry.Never)
            return;
        if (!entry.Early)
            Regular(entry);
        else if (Now + entry.Spec.Interval is var latest && entry.Due > latest)
            Arm(entry, latest, early: true);
    }

    public void Off(Entry entry)
    {
        _table.Disarm(entry.Slot);
        entry.Due = Entry.Never;
        entry.Early = false;
        entry.Passed = Hold.None;
    }

    /// <summary>Hands out what came due, with the moment it was due.</summary>
    public void Take(Roster roster, List<(Entry Entry, TimeSpan Due)> due)
    {
        _slots.Clear();
        _table.Take(Now, _slots);
        foreach (var slot in _slots)
        {
            var entry = roster[slot];
            due.Add((entry, entry.Due));
            entry.Due = Entry.Never;
        }
    }

    private void Arm(Entry entry, TimeSpan due, bool early)
    {
        if (entry.Spec.Check.Options is { IsPassive: true })
            return;
        (entry.Due, entry.Early, entry.Passed) = (_table.Arm(entry.Slot, due), early, Hold.None);
    }
}
