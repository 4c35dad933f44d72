namespace Hale.Monitoring.Health;

/// <summary>What a failure that the peer may recover from by itself does once the retries are spent.</summary>
public enum SoftFailure
{
    /// <summary>The verdict is down.</summary>
    Down,

    /// <summary>The verdict is degraded.</summary>
    Degraded,
}

/// <summary>How much it takes to change a verdict.</summary>
public sealed record Patience
{
    /// <summary>Failures in a row that change nothing; one more does.</summary>
    /// <value>Default: 3. Allowed: 0 to 100.</value>
    public int Retries { get; init; } = 3;

    /// <summary>What a soft failure does once the retries are spent.</summary>
    /// <value>Default: <see cref="SoftFailure.Down"/>.</value>
    public SoftFailure SoftFailure { get; init; } = SoftFailure.Down;

    /// <summary>A success slower than this degrades at once; strictly greater. What the hub itself was late to see an answer is not counted.</summary>
    /// <value>Default: 1 s. Allowed: 1 ms to 10 min.</value>
    public TimeSpan DegradedAbove { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Successes in a row that end down.</summary>
    /// <value>Default: 1. Allowed: 1 to 100.</value>
    public int RecoverAfter { get; init; } = 1;

    /// <summary>Failures in a row after which it shows degraded though the retries are not spent; null for never.</summary>
    /// <value>Default: null. Allowed: 1 to 100.</value>
    public int? DegradeAfter { get; init; }
}
