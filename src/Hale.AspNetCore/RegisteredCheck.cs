using Hale.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using HealthCheckResult = Hale.Health.HealthCheckResult;
using HealthStatus = Hale.Health.HealthStatus;

namespace Hale.AspNetCore;

/// <summary>A check registered with <c>AddHealthChecks()</c>, as a component.</summary>
internal sealed class RegisteredCheck(HealthCheckRegistration registration, IServiceScopeFactory scopes) : IHealthChecker
{
    public string Name => registration.Name;

    public TimeSpan? Timeout => registration.Timeout > TimeSpan.Zero ? registration.Timeout : null;

    public TimeSpan? Interval => registration.Period > TimeSpan.Zero ? registration.Period : null;

    public async Task<HealthCheckResult> CheckAsync(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var check = registration.Factory(scope.ServiceProvider);
            var result = await check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, ct);
            return new(Of(result.Status), result.Description ?? result.Exception?.Message)
            {
                Details = result.Data.Count == 0 ? null : result.Data.ToDictionary(each => each.Key, each => (object?)each.Value),
            };
        }
        catch (Exception error) when (error is not OperationCanceledException and not OutOfMemoryException)
        {
            // What an exception means is the registration's to say.
            return new(Of(registration.FailureStatus), error.Message);
        }
    }

    private static HealthStatus Of(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus status) => status switch
    {
        Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy => HealthStatus.Healthy,
        Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded => HealthStatus.Degraded,
        _ => HealthStatus.Unhealthy,
    };
}
