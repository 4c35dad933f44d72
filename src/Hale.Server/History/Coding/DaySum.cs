using Hale.Monitoring.Health;
using Hale.Server.History.Asking;

namespace Hale.Server.History.Coding;

/// <summary>What the results of one hour come to; the latencies are steps of the <see cref="LatencyScale"/>, the percentiles by nearest rank.</summary>
/// <param name="At">Hours since 1970.</param>
/// <param name="Worst">The worst status after a check.</param>
/// <param name="Latency">Null when no answer came.</param>
internal sealed record HourSum(long At, int Checks, int Failures, Status Worst, LatencySum? Latency);

/// <summary>Latencies in steps of the <see cref="LatencyScale"/>.</summary>
internal readonly record struct LatencySum(int Min, int Avg, int Max, int P50, int P95)
{
    /// <summary>In milliseconds.</summary>
    public Latencies Told() => new(Milliseconds(Min), Milliseconds(Avg), Milliseconds(Max), Milliseconds(P50), Milliseconds(P95));

    private static double Milliseconds(int step) => LatencyScale.Milliseconds(step)!.Value;
}

/// <summary>
/// What a day's results come to: each hour by itself, and of the whole day how often each latency was seen, so that days put together tell exactly the
/// quantiles that the single results tell.
/// </summary>
/// <param name="Hours">Those with a result, in their order.</param>
/// <param name="Latencies">How often each step of the <see cref="LatencyScale"/> was seen, by the step; those that were not are left out.</param>
internal sealed record DaySum(IReadOnlyList<HourSum> Hours, IReadOnlyList<(int Step, int Count)> Latencies)
{
    /// <summary>An hour in milliseconds.</summary>
    public const long Hour = 3_600_000;

    /// <summary>A day in milliseconds.</summary>
    public const long Day = 24 * Hour;

    /// <summary>When the day begins, milliseconds since 1970.</summary>
    public long At => Hours[0].At * Hour / Day * Day;

    /// <summary>Sums up a day's results; null when there are none.</summary>
    /// <param name="readings">In the order of their times, all of one day of UTC.</param>
    public static DaySum? Of(IEnumerable<ReadOnlyMemory<Reading>> readings)
    {
        var hours = new List<HourSum>();
        var (day, hour) = (new Tally(), new Tally());
        var at = 0L;
        foreach (var reading in readings.SelectMany(part => part.ToArray()))
        {
            if (reading.At / Hour is var next && next != at)
                Close(next);
            hour.Add(reading);
        }

        Close(0);
        return hours.Count == 0 ? null : new(hours, [.. day.Latencies()]);

        void Close(long next)
        {
            if (hour.Checks > 0)
                hours.Add(new(at, hour.Checks, hour.Failures, hour.Worst, hour.Sum()));
            day.Add(hour);
            hour.Clear();
            at = next;
        }
    }
}
