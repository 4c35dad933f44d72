namespace Hale.Monitoring.Health;

/// <summary>What a project, a hub or a whole system is held for: the worst of what belongs to it.</summary>
public enum Overall
{
    /// <summary>Nothing is known of any member.</summary>
    Unknown,

    /// <summary>Every member that is known is up.</summary>
    Healthy,

    /// <summary>Something is degraded, a member that is not critical is down, or one that is up depends on something that is down.</summary>
    Degraded,

    /// <summary>A critical member is down.</summary>
    Unhealthy,
}

/// <summary>What counts of one member.</summary>
/// <param name="Critical">Whether the whole is unhealthy when it is down.</param>
/// <param name="Cause">The id of the down dependency it stands on, or null.</param>
/// <param name="Paused">A paused one counts nowhere.</param>
public readonly record struct Member(Status Status, bool Critical = true, string? Cause = null, bool Paused = false);

/// <summary>Sums members up.</summary>
public static class Aggregate
{
    /// <summary>
    /// The worst of the members that are known. Paused ones and unknown ones take no part: some unknown beside others that are up is healthy, all
    /// unknown (or none at all) is unknown.
    /// </summary>
    public static Overall Of(IEnumerable<Member> members)
    {
        var worst = Overall.Unknown;
        foreach (var member in members)
            if (Of(member) is var one && one > worst)
                worst = one;
        return worst;
    }

    private static Overall Of(Member member) => member switch
    {
        { Paused: true } or { Status: Status.Unknown } => Overall.Unknown,
        { Status: Status.Down, Critical: true } => Overall.Unhealthy,
        { Status: Status.Down or Status.Degraded } or { Cause: not null } => Overall.Degraded,
        _ => Overall.Healthy,
    };
}
