using Hale.Monitoring.Health;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>What a turn of the compass came to.</summary>
internal sealed record Bearing(Isolation Isolation, IReadOnlyList<Shift> Shifts);

/// <summary>
/// Knows whether the hub itself is cut off: none of its references can be reached, and most of what was asked within the same few seconds can't
/// either. Then nothing can be known of what fails. Touched only under the watcher's gate.
/// </summary>
internal sealed class Compass(Agenda agenda)
{
    /// <summary>What was seen within so many seconds counts as seen together.</summary>
    private const int Together = 5;

    private static readonly TimeSpan BetweenAsking = TimeSpan.FromSeconds(2);

    private readonly (long Second, int Reached, int Lost)[] _seconds = new (long, int, int)[Together];
    private readonly List<Entry> _references = [];
    private TimeSpan _asked = -BetweenAsking;
    private DateTimeOffset _reachedAt;

    /// <summary>Since when the hub is cut off; null while it is not.</summary>
    public DateTimeOffset? Since { get; private set; }

    public void Refer(Entry reference)
    {
        _references.Add(reference);
        agenda.Soon(reference);
    }

    /// <summary>Whether what was seen of this one says nothing of it, since the hub is cut off.</summary>
    public bool Blinds(Entry entry, bool success) => Since is not null && !success && entry.Peer is not null && !entry.IsReference;

    /// <summary>Takes what was seen at last of one; answers whether the hub is cut off now or no longer, when that is new.</summary>
    public Bearing? Take(Entry entry, DateTimeOffset now, Roster all)
    {
        if (_references.Count == 0 || entry.Peer is null)
            return null;
        var isLost = entry.Last.IsLost;
        if (!entry.IsReference)
            Count(isLost);
        else if (!isLost)
            _reachedAt = now;
        var (reached, lost) = Sum();
        if (Since is { } since)
            return _references.TrueForAll(each => each.Last.IsLost) && reached <= 2 * lost ? null : End(now, since, all);
        if (lost <= reached)
            return null;
        if (_references.TrueForAll(each => each.Last.IsLost))
            return Begin(now, all);
        Ask();
        return null;
    }

    /// <summary>Something is wrong out there: the references are asked at once, not only when they come due.</summary>
    private void Ask()
    {
        if (agenda.Now - _asked < BetweenAsking)
            return;
        _asked = agenda.Now;
        foreach (var reference in _references)
            if (reference.Run is null && !reference.Waits)
                agenda.Soon(reference);
    }

    private Bearing Begin(DateTimeOffset now, Roster all)
    {
        Since = now;
        var shifts = new List<Shift>();
        foreach (var entry in all.All.Where(entry => entry is { Peer: not null, IsReference: false } && !entry.Spec.Paused && !WasReached(entry)))
        {
            var (before, ruling) = (entry.Verdict, Judge.Isolate(entry.Verdict, now));
            entry.Verdict = ruling.After;
            shifts.Add(new(entry.Spec, before, ruling));
        }

        return new(new(true, now, shifts.Count, TimeSpan.Zero), shifts);
    }

    /// <summary>All that became unknown are asked within half an interval, as spread as ever.</summary>
    private Bearing End(DateTimeOffset now, DateTimeOffset since, Roster all)
    {
        Since = null;
        var unknown = all.All.Where(entry => entry.Verdict is { Status: Status.Unknown, Why: Why.HubIsolated } && !entry.Spec.Paused).ToList();
        unknown.ForEach(agenda.Hasten);
        return new(new(false, now, unknown.Count, now - since), []);
    }

    /// <summary>Whether it was reached after a reference was for the last time: then it does not lie behind what is broken.</summary>
    private bool WasReached(Entry entry) => !entry.Last.IsLost && entry.Last.At > _reachedAt;

    private void Count(bool isLost)
    {
        var second = (long)agenda.Now.TotalSeconds;
        ref var now = ref _seconds[second % Together];
        if (now.Second != second)
            now = (second, 0, 0);
        if (isLost)
            now.Lost++;
        else
            now.Reached++;
    }

    private (int Reached, int Lost) Sum()
    {
        var (reached, lost, oldest) = (0, 0, (long)agenda.Now.TotalSeconds - Together);
        foreach (var each in _seconds)
            if (each.Second > oldest)
                (reached, lost) = (reached + each.Reached, lost + each.Lost);
        return (reached, lost);
    }
}
