using Hale.Monitoring.Checks;

namespace Hale.Server;

/// <summary>What the hub is built of beside its settings; a program that embeds it, and tests with simulated time, give their own.</summary>
public sealed record HubParts
{
    /// <summary>The clock.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The kinds of checks there are; null for all that Hale has.</summary>
    public IReadOnlyList<ICheck>? Checks { get; init; }

    /// <summary>Numbers from 0 to 1, for jitter; null for random ones.</summary>
    public Func<double>? Random { get; init; }
}
