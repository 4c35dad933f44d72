namespace Hale.Monitoring.Watch;

/// <summary>How much the watch does at once.</summary>
public sealed record WatchOptions
{
    /// <summary>Scheduled checks that run at once; more wait their turn in the order they came due. Forced checks are not counted.</summary>
    /// <value>Default: 256. Allowed: 1 and more.</value>
    public int MaxInFlight { get; init; } = 256;

    /// <summary>How long a check may outlive its timeout before it is given up and judged as timed out.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long running checks may take to end when the watch stops; then they are cancelled.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(5);
}
