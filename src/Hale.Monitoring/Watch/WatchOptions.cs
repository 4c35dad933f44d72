using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;

namespace Hale.Monitoring.Watch;

/// <summary>How much the watch does at once.</summary>
public sealed record WatchOptions
{
    /// <summary>
    /// Scheduled checks that run at once; more wait their turn in the order they came due. Forced checks are not counted. So many because a target that
    /// hangs holds a place for its whole timeout: 2,000 of them may break at once before another waits.
    /// </summary>
    /// <value>Default: 2048. Allowed: 1 and more.</value>
    public int MaxInFlight { get; init; } = 2048;

    /// <summary>Of these, so many at once to one <c>host:port</c>.</summary>
    /// <value>Default: 64. Allowed: 1 and more.</value>
    public int ChecksPerHost { get; init; } = 64;

    /// <summary>
    /// Tries per second and <c>host:port</c> that come early after a failure. Those beyond it are put off, to their regular moment at the latest.
    /// </summary>
    /// <value>Default: 10. Allowed: above 0.</value>
    public double RechecksPerHost { get; init; } = 10;

    /// <summary>Scheduled checks per second and <c>host:port</c>; those beyond it are put off. Null for no limit.</summary>
    /// <value>Default: null. Allowed: above 0.</value>
    public double? MaxRatePerHost { get; init; }

    /// <summary>
    /// What is asked to know whether the hub itself is cut off: when none of these can be reached, and most of what is watched can't within the same few
    /// seconds, all becomes unknown until one can be reached again.
    /// </summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<CheckSpec> References { get; init; } = [];

    /// <summary>How long a check may outlive its timeout before it is given up and judged as timed out.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long running checks may take to end when the watch stops; then they are cancelled.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(5);

    internal Allowance Allowance => new() { InFlight = MaxInFlight, PerHost = ChecksPerHost, RechecksPerHost = RechecksPerHost, RatePerHost = MaxRatePerHost };
}
