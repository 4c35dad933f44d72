using System.Globalization;
using Hale.Health;

namespace Hale.Monitoring;

/// <summary>What a machine may use before it counts as degraded; null for any.</summary>
public sealed record ResourceLimits
{
    /// <summary>Of all processors together.</summary>
    /// <value>Default: 90.</value>
    public double? CpuUsagePercent { get; init; } = 90;

    /// <summary>Memory that is not available to other programs.</summary>
    /// <value>Default: null.</value>
    public double? MemoryUsageMb { get; init; }

    /// <summary>How full the system's disk may be.</summary>
    /// <value>Default: 90.</value>
    public double? DiskUsagePercent { get; init; } = 90;
}

/// <summary>The machine's resources as a component of an application: degraded above a limit, with the figures in its details.</summary>
/// <param name="monitor">Reads them. Default: this machine.</param>
/// <param name="limits">Default: 90 % of processors and disk.</param>
public sealed class ResourceComponent(ResourceMonitor? monitor = null, ResourceLimits? limits = null) : IHealthChecker
{
    private readonly ResourceMonitor _monitor = monitor ?? new DefaultResourceMonitor();
    private readonly ResourceLimits _limits = limits ?? new();

    /// <inheritdoc/>
    public string Name => "resources";

    /// <inheritdoc/>
    public bool Critical => false;

    /// <inheritdoc/>
    public Task<Hale.Health.HealthCheckResult> CheckAsync(CancellationToken ct)
    {
        var use = _monitor.GetSystemMetrics();
        string?[] above =
        [
            Above("processors", use.CpuUsagePercent, _limits.CpuUsagePercent, "%"),
            Above("memory", use.MemoryUsageMb, _limits.MemoryUsageMb, "MB"),
            Above("disk", use.DiskUsagePercent, _limits.DiskUsagePercent, "%"),
        ];
        var details = new Dictionary<string, object?>
        {
            ["cpu_usage_percent"] = use.CpuUsagePercent,
            ["memory_usage_mb"] = use.MemoryUsageMb,
            ["disk_usage_percent"] = use.DiskUsagePercent,
            ["network_io_mbps"] = use.NetworkIoMbps,
        };
        var message = string.Join(", ", above.OfType<string>());
        return Task.FromResult(message.Length == 0 ? Hale.Health.HealthCheckResult.Healthy(null, details) : Hale.Health.HealthCheckResult.Degraded(message, details));
    }

    private static string? Above(string what, double used, double? limit, string unit) =>
        used > limit ? string.Create(CultureInfo.InvariantCulture, $"{what} at {used:0.#} {unit}, more than {limit:0.#} {unit}") : null;
}
