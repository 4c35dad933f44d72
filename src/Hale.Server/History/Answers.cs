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
    /// <summary>The part of <see cref="Down"/> in which something that it depends on was down.</summary>
    public TimeSpan Caused { get; init; }

    /// <summary>Up, degraded or down within a window of maintenance: counted neither way, and in none of the others.</summary>
    public TimeSpan Maintenance { get; init; }

    /// <summary>Nothing of anything.</summary>
    public static readonly Uptime None = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>All together.</summary>
    public static Uptime Sum(IReadOnlyList<Uptime> all)
    {
        var (up, degraded, down, unknown, paused) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var (caused, maintenance) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var each in all)
        {
            up += each.Up;
            degraded += each.Degraded;
            down += each.Down;
            unknown += each.Unknown;
            paused += each.Paused;
            caused += each.Caused;
            maintenance += each.Maintenance;
        }

        return new(up, degraded, down, unknown, paused) { Caused = caused, Maintenance = maintenance };
    }

    /// <summary>(up + degraded) / (up + degraded + down) × 100; null when that is nothing.</summary>
    public double? Percent => Up + Degraded + Down is { Ticks: > 0 } known ? (Up + Degraded) / known * 100 : null;
}

/// <summary>Whom a question is about.</summary>
/// <param name="Key">A service's id, or a target's key.</param>
/// <param name="CreatedAt">Before it was declared nothing is known of it.</param>
internal sealed record Subject(string Key, DateTimeOffset CreatedAt)
{
    /// <summary>Whether its project is down when it is down.</summary>
    public bool Critical { get; init; } = true;

    /// <summary>The keys of all that it depends on, directly or not.</summary>
    public IReadOnlyCollection<string> StandsOn { get; init; } = [];
}

/// <summary>How long a key was in which status while it said that it was of this version.</summary>
/// <param name="From">When it said so first, or the window's beginning.</param>
/// <param name="To">When it said something else, or the window's end.</param>
internal sealed record VersionUptime(string Version, DateTimeOffset From, DateTimeOffset To, Uptime Uptime);

/// <summary>What the results of a time come to.</summary>
/// <param name="LatencyMs">Null when no answer came.</param>
internal sealed record Total(Uptime Uptime, int Checks, int Failures, Latencies? LatencyMs);

/// <summary>A window beside the one of the same length before it.</summary>
/// <param name="SlopeMsPerDay">By how much the latency rises a day within the window; null where too little is known.</param>
internal sealed record Trend(DateTimeOffset From, DateTimeOffset To, Total Now, Total Before, double? SlopeMsPerDay);

/// <summary>What came to pass with a key.</summary>
/// <param name="Days">How long it was in which status on each day of UTC, the oldest first; the last one is today, as far as it has come.</param>
/// <param name="Changes">Its changes of status, the oldest first, preceded by the last one before the first day, if any.</param>
internal sealed record Past(string Key, IReadOnlyList<Uptime> Days, IReadOnlyList<StatusEvent> Changes);

/// <summary>How something stood.</summary>
internal enum Stance
{
    Unknown,
    Up,
    Degraded,
    Down,
    Paused,

    /// <summary>Up, degraded or down within a window of maintenance.</summary>
    Maintenance,
}

/// <summary>How a key stood over a time.</summary>
/// <param name="Slots">The worst of each slot, the oldest first.</param>
internal sealed record Strip(string Key, Uptime Uptime, IReadOnlyList<Stance> Slots);
