using Hale.Health;

namespace Hale.Monitoring;

/// <summary>What one check of a URL saw.</summary>
/// <param name="Success">Whether it answered as expected.</param>
/// <param name="Status">Healthy; degraded when it answered slowly or says so itself; unhealthy when the check failed.</param>
/// <param name="ResponseTimeMs">From just before the request to the answer's end, in milliseconds; null when no answer came.</param>
/// <param name="ErrorMessage">What went wrong or is not well, in a sentence; null when all is well.</param>
/// <param name="Timestamp">When the check started.</param>
public sealed record HealthCheckResult(bool Success, HealthStatus Status, double? ResponseTimeMs, string? ErrorMessage, DateTimeOffset Timestamp);
