using Hale.Health;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring;

/// <summary>
/// Checks URLs with Hale's own checks, on a fresh connection each, and judges as the hub judges a service without retries: 200–299 is success, slower
/// than 1 s is degraded.
/// </summary>
public sealed class DefaultHealthChecker : HealthChecker
{
    private static readonly Patience AtOnce = new() { Retries = 0 };

    private readonly CheckCatalog _checks;

    /// <summary>Makes a checker.</summary>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <param name="checks">The kinds of checks. Default: those that Hale brings along.</param>
    public DefaultHealthChecker(TimeProvider? time = null, CheckCatalog? checks = null)
    {
        Time = time ?? TimeProvider.System;
        _checks = checks ?? CheckCatalog.Standard(Time);
    }

    /// <inheritdoc/>
    protected override TimeProvider Time { get; }

    /// <inheritdoc/>
    public override async Task<HealthCheckResult> CheckHealthAsync(string url, TimeSpan? timeout = null, CancellationToken cancel = default)
    {
        var limit = timeout ?? TimeSpan.FromSeconds(10);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, Shortest, nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromMinutes(10), nameof(timeout));
        var check = Read(url);
        var seen = await _checks.For(check).RunAsync(check.Options, limit, cancel);
        var after = Judge.Next(Verdict.Unchecked(seen.At), seen, AtOnce, seen.At + seen.Took).After;
        var took = seen.Latency?.TotalMilliseconds;
        return new(seen.Success, Of(after.Status), took, after.Message, seen.At);
    }

    private static HealthStatus Of(Status status) => status switch
    {
        Status.Up => HealthStatus.Healthy,
        Status.Degraded => HealthStatus.Degraded,
        _ => HealthStatus.Unhealthy,
    };

    private CheckSpec Read(string url)
    {
        var problems = new Problems();
        return _checks.Read(new ScalarNode(ScalarKind.Text, url), "url", Column.Service, null, problems)
            ?? throw new ArgumentException(string.Join("; ", problems.All.Select(problem => problem.Message)), nameof(url));
    }
}
