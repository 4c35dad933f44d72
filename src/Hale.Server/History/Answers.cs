using Hale.Monitoring.Health;

namespace Hale.Server.History;

/// <summary>A history thinned to steps of equal length, counted from <paramref name="From"/>. Steps without a check are left out.</summary>
internal sealed record Points(DateTimeOffset From, DateTimeOffset To, TimeSpan Step, IReadOnlyList<Point> Items);

/// <summary>One step.</summary>
/// <param name="At">Its beginning.</param>
/// <param name="LatencyMs">Null when no answer came in this step.</param>
/// <param name="Status">The worst status after a check of this step: down, degraded, unknown, up.</param>
internal sealed record Point(DateTimeOffset At, Latencies? LatencyMs, int Checks, int Failures, Status Status);

/// <summary>Latencies of a step, in milliseconds; the percentiles by nearest rank.</summary>
internal sealed record Latencies(double Min, double Avg, double Max, double P50, double P95);

/// <summary>How long a key was in which status. Degraded counts as up.</summary>
internal sealed record Uptime(TimeSpan Up, TimeSpan Degraded, TimeSpan Down, TimeSpan Unknown, TimeSpan Paused)
{
    /// <summary>(up + degraded) / (up + degraded + down) × 100; null when that is nothing.</summary>
    public double? Percent => Up + Degraded + Down is { Ticks: > 0 } known ? (Up + Degraded) / known * 100 : null;
}
