namespace Hale.Health;

/// <summary>Checks one component of an application: a database, an outside service, a queue. Only the name and the check must be given.</summary>
public interface IHealthChecker
{
    /// <summary>The component's name; one of its kind within the application.</summary>
    string Name { get; }

    /// <summary>The names of the components it needs. While one of them is unhealthy, this one is degraded at best.</summary>
    /// <value>Default: none.</value>
    IReadOnlyList<string> Dependencies => [];

    /// <summary>How long one check may take; then it counts as failed.</summary>
    /// <value>Default: null, which means <see cref="SystemHealthOptions.Timeout"/>.</value>
    TimeSpan? Timeout => null;

    /// <summary>From the end of one check to the start of the next.</summary>
    /// <value>Default: null, which means <see cref="SystemHealthOptions.Interval"/>.</value>
    TimeSpan? Interval => null;

    /// <summary>Whether the application is unhealthy without it, rather than degraded.</summary>
    /// <value>Default: true.</value>
    bool Critical => true;

    /// <summary>Checks once. May throw: an exception is an unhealthy result with its message.</summary>
    Task<HealthCheckResult> CheckAsync(CancellationToken ct);
}

/// <summary>A component that is checked by a function.</summary>
/// <param name="name">The component's name.</param>
/// <param name="check">Checks once; may throw.</param>
public sealed class HealthChecker(string name, Func<CancellationToken, Task<HealthCheckResult>> check) : IHealthChecker
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <inheritdoc/>
    public TimeSpan? Timeout { get; init; }

    /// <inheritdoc/>
    public TimeSpan? Interval { get; init; }

    /// <inheritdoc/>
    public bool Critical { get; init; } = true;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckAsync(CancellationToken ct) => check(ct);
}
