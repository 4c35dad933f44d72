using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Monitoring.Watch;

/// <summary>One thing to watch: what to ask, how often, and how patiently to judge.</summary>
/// <param name="Key">Its name in the watch and in the log: a service's id, or <c>project:target</c>.</param>
/// <param name="Interval">From one regular check to the next; 1 s to 31 d.</param>
/// <param name="Timeout">What one check may take; 100 ms to 10 min; may exceed the interval.</param>
/// <param name="Paused">A paused one is not checked, and unknown.</param>
public sealed record WatchSpec(string Key, CheckSpec Check, TimeSpan Interval, TimeSpan Timeout, Patience Patience, bool Paused = false)
{
    /// <summary>The project that it belongs to, for those who are told of it; the watch itself makes nothing of it.</summary>
    /// <value>Default: null, none.</value>
    public string? Project { get; init; }
}

/// <summary>What came of one check.</summary>
/// <param name="Before">The verdict before it.</param>
/// <param name="Ruling">The verdict after it and the steps between.</param>
/// <param name="Counted">False for a forced check of a paused one: its result changes nothing.</param>
/// <param name="CorrelationId">Of the request that forced it; null for the schedule's.</param>
public sealed record Outcome(WatchSpec Spec, Observation Seen, Verdict Before, Ruling Ruling, bool Counted = true, string? CorrelationId = null);

/// <summary>A watched thing as it stands.</summary>
/// <param name="LastCheckAt">
/// When its last counted check started; null before the first, and after a restart until the next. What it saw was told as an <see cref="Outcome"/>.
/// </param>
/// <param name="NextCheckAt">When it is due next; null while paused.</param>
public sealed record Watched(WatchSpec Spec, Verdict Verdict, DateTimeOffset? LastCheckAt, DateTimeOffset? NextCheckAt);
