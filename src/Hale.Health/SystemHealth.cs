namespace Hale.Health;

/// <summary>How the whole application is, and each of its components.</summary>
/// <param name="Status">
/// Unhealthy when a critical component is; else degraded when any component is degraded or a non-critical one unhealthy; else healthy.
/// </param>
/// <param name="Timestamp">When this was put together.</param>
/// <param name="Components">The components by name.</param>
/// <param name="Summary">How many are how.</param>
public sealed record SystemHealth(
    HealthStatus Status, DateTimeOffset Timestamp, IReadOnlyDictionary<string, HealthCheckResult> Components, HealthSummary Summary)
{
    /// <summary>The names of the critical components.</summary>
    public IReadOnlySet<string> Critical { get; init; } = new HashSet<string>();
}

/// <summary>How many components are how.</summary>
/// <param name="TotalComponents">All of them.</param>
/// <param name="HealthyComponents">Those that work.</param>
/// <param name="DegradedComponents">Those that work, but not well, or were not checked yet.</param>
/// <param name="UnhealthyComponents">Those that do not work.</param>
public sealed record HealthSummary(int TotalComponents, int HealthyComponents, int DegradedComponents, int UnhealthyComponents);

/// <summary>How components are checked that say nothing themselves.</summary>
public sealed record SystemHealthOptions
{
    /// <summary>How long one check may take.</summary>
    /// <value>Default: 5 s. Must be positive.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the end of one check to the start of the next.</summary>
    /// <value>Default: 30 s. Must be positive.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);
}
