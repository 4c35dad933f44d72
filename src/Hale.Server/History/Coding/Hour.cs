using Hale.Monitoring.Health;

namespace Hale.Server.History.Coding;

/// <summary>What the results of one hour come to. Hours can be put together without a loss: the counts of latencies are those of the single results.</summary>
/// <param name="At">Hours since 1970.</param>
/// <param name="Worst">The worst status after a check: down, degraded, unknown, up.</param>
/// <param name="Latencies">How often each step of the <see cref="LatencyScale"/> was seen, by the step; those that were not are left out.</param>
internal sealed record Hour(long At, int Checks, int Failures, Status Worst, IReadOnlyList<(int Step, int Count)> Latencies)
{
    /// <summary>An hour in milliseconds.</summary>
    public const long Length = 3_600_000;

    /// <summary>The worse of two statuses.</summary>
    public static Status Worse(Status one, Status other) => Rank(one) >= Rank(other) ? one : other;

    /// <summary>Sums up results.</summary>
    /// <param name="readings">In the order of their times.</param>
    public static IReadOnlyList<Hour> Of(IEnumerable<ReadOnlyMemory<Reading>> readings)
    {
        var hours = new List<Hour>();
        var counts = new SortedDictionary<int, int>();
        var (at, checks, failures, worst) = (0L, 0, 0, Status.Unknown);
        foreach (var reading in readings.SelectMany(part => part.ToArray()))
        {
            var hour = reading.At / Length;
            if (hour != at)
                Close();
            (at, worst) = (hour, checks++ == 0 ? reading.Status : Worse(worst, reading.Status));
            failures += reading.Failure is null ? 0 : 1;
            if (reading.Latency != LatencyScale.None)
                counts[reading.Latency] = counts.GetValueOrDefault(reading.Latency) + 1;
        }

        Close();
        return hours;

        void Close()
        {
            if (checks > 0)
                hours.Add(new(at, checks, failures, worst, [.. counts.Select(each => (each.Key, each.Value))]));
            counts.Clear();
            (checks, failures) = (0, 0);
        }
    }

    private static int Rank(Status status) => status switch { Status.Down => 3, Status.Degraded => 2, Status.Unknown => 1, _ => 0 };
}
