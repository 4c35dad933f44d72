using Hale.Monitoring.Flow;
using Hale.Monitoring.Watch;

namespace Hale.Server.Metrics;

/// <summary>The families that tell of the hub's own work.</summary>
internal static class HubFamilies
{
    /// <param name="version">The version, and behind a plus sign the revision it was built from.</param>
    public static void WriteBuild(Exposition output, string version)
    {
        var parts = version.Split('+', 2);
        output.Facts("hale_build_info", "The version that runs.");
        output.Sample(1, ("version", parts[0]), ("revision", parts.Length > 1 ? parts[1] : ""));
    }

    public static void WriteDurations(Exposition output, CheckMetrics checks)
    {
        output.Histogram("hale_check_duration_seconds", "How long checks took, by type of check.");
        foreach (var (type, histogram) in checks.Durations)
        {
            var (counts, sum) = histogram.Read();
            output.Buckets(Histogram.Bounds, counts, sum, ("type", type));
        }
    }

    public static void WriteLateness(Exposition output, Lateness lateness)
    {
        output.Histogram("hale_schedule_lateness_seconds", "From when a check was due to when it began.");
        output.Buckets(Lateness.Bounds, lateness.Counts, lateness.SumSeconds);
    }

    public static void WriteCongestion(Exposition output, Congestion now)
    {
        output.Gauge("hale_checks_held", "Due checks that wait, by what they wait for.");
        foreach (var (reason, count) in new[]
            { ("places", now.Places), ("host", now.Host), ("rechecks", now.Rechecks), ("rate", now.Rate), ("circuit", now.Circuit) })
            output.Sample(count, ("for", reason));
        output.Gauge("hale_circuits_open", "Hosts and ports that nobody gets through to.");
        output.Sample(now.OpenCircuits);
    }

    public static void WriteIsolation(Exposition output, DateTimeOffset? cutOffSince)
    {
        output.Gauge("hale_hub_isolated", "Whether the hub itself is cut off (1), so that what it watches is unknown.");
        output.Sample(cutOffSince is null ? 0 : 1);
    }

    public static void WriteHistory(Exposition output, long bytes)
    {
        output.Gauge("hale_history_disk_bytes", "What the database takes, as it was measured last.");
        output.Sample(bytes);
    }

    public static void WriteVitals(Exposition output, IEnumerable<Pulse> loops, IEnumerable<IQueueGauge> queues)
    {
        // Parts that share a name share a series: two samples of one series would make the whole answer invalid.
        var byName = queues.GroupBy(queue => queue.Name)
            .Select(group => (Name: group.Key, Pending: group.Sum(each => each.Pending), Lost: group.Sum(each => each.Lost)))
            .ToArray();
        output.Gauge("hale_queue_depth", "Items that wait in a queue.");
        foreach (var queue in byName)
            output.Sample(queue.Pending, ("queue", queue.Name));
        output.Counter("hale_queue_lost_total", "Items that a full queue refused.");
        foreach (var queue in byName)
            output.Sample(queue.Lost, ("queue", queue.Name));
        output.Gauge("hale_loop_last_pulse_timestamp_seconds", "When a loop last showed a sign of life.");
        foreach (var loop in loops.GroupBy(loop => loop.Name))
            output.Sample(loop.Min(each => each.LastBeatAt).ToUnixTimeMilliseconds() / 1000.0, ("loop", loop.Key));
    }
}
