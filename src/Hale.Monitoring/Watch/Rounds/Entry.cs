using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>What is remembered of an observation, in nine bytes, since there is one to every service.</summary>
internal readonly struct Glimpse
{
    private readonly long _at;

    private Glimpse(Observation seen) => (_at, IsLost) = (seen.At.UtcTicks, Ways.IsLost(seen));

    /// <summary>When the check started; null before the first.</summary>
    public DateTimeOffset? At => _at == 0 ? null : new(_at, TimeSpan.Zero);

    /// <summary>Whether nothing came back.</summary>
    public bool IsLost { get; }

    public static Glimpse Of(Observation seen) => new(seen);
}

/// <summary>A watched thing's life: everything of it that changes. Touched only under the watcher's gate.</summary>
/// <param name="slot">Its number on the wheel.</param>
internal sealed class Entry(int slot, WatchSpec spec, Verdict verdict)
{
    /// <summary>The <see cref="Due"/> of one that is not armed.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    public int Slot { get; } = slot;

    public WatchSpec Spec { get; set; } = spec;

    public Verdict Verdict { get; set; } = verdict;

    /// <summary>Whether it is one that the hub asks to know that it is not cut off itself, and that nobody else hears of.</summary>
    public bool IsReference { get; init; }

    /// <summary>
    /// What its last counted check saw, as far as it is needed again: an observation that is kept would be one more object for each that lives from one check
    /// to the next.
    /// </summary>
    public Glimpse Last { get; set; }

    /// <summary>One of its regular ticks; the others are whole intervals away.</summary>
    public TimeSpan Anchor { get; set; }

    /// <summary>When the wheel will hand it out.</summary>
    public TimeSpan Due { get; set; } = Never;

    /// <summary>Whether <see cref="Due"/> is an early try after a failure, in place of the regular ticks.</summary>
    public bool Early { get; set; }

    /// <summary>Whether it was handed out and waits for its turn.</summary>
    public bool Waits { get; set; }

    /// <summary>Where it goes, with others that go there; null when it goes to no <c>host:port</c>.</summary>
    public Peer? Peer { get; set; }

    /// <summary>What it has waited for on the wheel since it came due: it holds its moment and waits for that no more.</summary>
    public Hold Passed { get; set; }

    /// <summary>Whether its last tick was dropped, because another one asks for it.</summary>
    public bool Held { get; set; }

    /// <summary>The check that runs, if one does: never two.</summary>
    public Run? Run { get; set; }
}
