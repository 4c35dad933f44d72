using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Health;

/// <summary>
/// Checks an application's components in the background, each at its interval and within its timeout, and says at any time how the application is,
/// from the last results and without waiting.
/// </summary>
/// <example>
/// <code>
/// var monitor = new SystemHealthMonitor([new HealthChecker("database", async ct => { await PingAsync(ct); return HealthCheckResult.Healthy(); })]);
/// _ = monitor.RunAsync(stopping);
/// SystemHealth now = monitor.Current;
/// </code>
/// </example>
public sealed class SystemHealthMonitor
{
    private readonly Component[] _components;
    private readonly IHealthChecker[] _checkers;
    private readonly TimeProvider _time;

    /// <summary>Takes the components.</summary>
    /// <param name="checkers">The components' checkers.</param>
    /// <param name="options">Timeout and interval of those that say nothing themselves.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="logger">Hears of each component's changes of status.</param>
    /// <exception cref="ArgumentException">Two share a name, a dependency is not there, or they depend on each other in a circle.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout or the interval is not positive.</exception>
    public SystemHealthMonitor(
        IEnumerable<IHealthChecker> checkers, SystemHealthOptions? options = null, TimeProvider? time = null, ILogger<SystemHealthMonitor>? logger = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Timeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Interval, TimeSpan.Zero, nameof(options));
        _time = time ?? TimeProvider.System;
        _checkers = [.. checkers];
        Aggregation.Validate(_checkers);
        _components = [.. _checkers.Select(checker => new Component(checker, options, _time, logger ?? NullLogger<SystemHealthMonitor>.Instance))];
    }

    /// <summary>How the application is, from the last results; a component without one counts as degraded, "not checked yet".</summary>
    public SystemHealth Current
    {
        get
        {
            var results = new Dictionary<string, HealthCheckResult>(_components.Length, StringComparer.Ordinal);
            foreach (var component in _components)
                if (component.Last is { } last)
                    results[component.Checker.Name] = last;
            return Aggregation.Compose(_checkers, results, _time.GetUtcNow());
        }
    }

    /// <summary>Checks every component now, all at once, and says how the application is. Takes as long as the slowest, its timeout at most.</summary>
    public async Task<SystemHealth> CheckAsync(CancellationToken cancel = default)
    {
        await Task.WhenAll(_components.Select(component => component.CheckAsync(cancel)));
        return Current;
    }

    /// <summary>Checks the components, each at its interval, until <paramref name="stopping"/> fires. Start it once.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(_components.Select(component => component.WatchAsync(stopping)));
}
