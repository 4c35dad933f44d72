namespace Hale.Health;

/// <summary>What one check of a component came to.</summary>
/// <param name="Status">How the component is.</param>
/// <param name="Message">What to tell a person; null when there is nothing to tell.</param>
public sealed record HealthCheckResult(HealthStatus Status, string? Message = null)
{
    /// <summary>
    /// More about the component, by name: text, numbers, booleans, times, and lists and dictionaries of them. Null when there is nothing more.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>How long the check took. Zero from a checker means: as long as the monitor measured.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the check ended. The default from a checker means: when the monitor saw it end.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Figures over the component's checks. Null from a checker means: those that the monitor kept.</summary>
    public HealthMetrics? Metrics { get; init; }

    /// <summary>The component works.</summary>
    public static HealthCheckResult Healthy(string? message = null, IReadOnlyDictionary<string, object?>? details = null) =>
        new(HealthStatus.Healthy, message) { Details = details };

    /// <summary>The component works, but not well.</summary>
    public static HealthCheckResult Degraded(string? message = null, IReadOnlyDictionary<string, object?>? details = null) =>
        new(HealthStatus.Degraded, message) { Details = details };

    /// <summary>The component does not work.</summary>
    public static HealthCheckResult Unhealthy(string? message = null, IReadOnlyDictionary<string, object?>? details = null) =>
        new(HealthStatus.Unhealthy, message) { Details = details };
}

/// <summary>Figures over a component's checks.</summary>
/// <param name="ResponseTime">How long the last check took, in milliseconds.</param>
/// <param name="SuccessRate">Of the last check, in percent: 100 after a success, 0 after a failure. Degraded is a success.</param>
/// <param name="ErrorCount">Failed checks since the application started.</param>
/// <param name="LastError">The message of the last failure; null without any.</param>
/// <param name="Uptime">How long the application has run, in seconds.</param>
public sealed record HealthMetrics(double ResponseTime, double SuccessRate, long ErrorCount, string? LastError, double Uptime);
