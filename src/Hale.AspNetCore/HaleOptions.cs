using Hale.Health;

namespace Hale.AspNetCore;

/// <summary>What an application says of itself, and how its health is served.</summary>
public sealed class HaleOptions
{
    /// <summary>The project's name.</summary>
    /// <value>Default: the application's name.</value>
    public string? Project { get; set; }

    /// <summary>The application's version.</summary>
    /// <value>Default: the entry assembly's informational version.</value>
    public string? Version { get; set; }

    /// <summary>The names of the project's workflows.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Workflows { get; set; } = [];

    /// <summary>Components to check, beside those registered as services and those registered with <c>AddHealthChecks()</c>.</summary>
    public IList<IHealthChecker> Components { get; } = [];

    /// <summary>The HTTP status while healthy.</summary>
    /// <value>Default: 200. Allowed: 200 to 599.</value>
    public int HealthyCode { get; set; } = 200;

    /// <summary>The HTTP status while degraded.</summary>
    /// <value>Default: 503. Allowed: 200 to 599.</value>
    public int DegradedCode { get; set; } = 503;

    /// <summary>The HTTP status while unhealthy.</summary>
    /// <value>Default: 500. Allowed: 200 to 599.</value>
    public int UnhealthyCode { get; set; } = 500;

    /// <summary>Timeout and interval of components that say nothing themselves.</summary>
    public SystemHealthOptions Checks { get; set; } = new();

    /// <summary>Adds a component that is checked by a function.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="check">Checks once; may throw.</param>
    /// <param name="critical">Whether the application is unhealthy without it, rather than degraded.</param>
    public HaleOptions AddComponent(string name, Func<CancellationToken, Task<HealthCheckResult>> check, bool critical = true)
    {
        Components.Add(new HealthChecker(name, check) { Critical = critical });
        return this;
    }

    internal int CodeOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => HealthyCode,
        HealthStatus.Degraded => DegradedCode,
        _ => UnhealthyCode,
    };
}
