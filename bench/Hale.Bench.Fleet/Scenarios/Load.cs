using System.Diagnostics;

namespace Hale.Bench.Fleet.Scenarios;

/// <summary>What a hub did and spent while it was counted.</summary>
/// <param name="Before">Its metrics before.</param>
/// <param name="After">And after.</param>
/// <param name="Between">How many seconds lie between the two, which take their time, too.</param>
/// <param name="BytesPerCheck">What a check allocates.</param>
/// <param name="Memory">In MB, at the end.</param>
/// <param name="From">When counting began, in seconds of the same clock as nginx's <c>$msec</c>.</param>
internal sealed record Load(Count Count, double From, Exposition Before, Exposition After, double Between, double BytesPerCheck, double Memory)
{
    private const string Failures = "hale_check_failures_total";
    private const string Lateness = "hale_schedule_lateness_seconds";

    /// <summary>Due checks that the hub says it did not make.</summary>
    public double Skipped => After.Since(Before, "hale_checks_total", "project=\"fleet\"", "outcome=\"skipped\"");

    public double SkippedPerSecond => Skipped / Between;

    /// <summary>Due checks that were not made, by nginx's count or by the hub's own, whichever says more.</summary>
    public double Missed(Declarations fleet) => Math.Max(Count.Missed(fleet.Services, fleet.Interval), Skipped);

    /// <summary>When counting ended.</summary>
    public double To => From + Count.Seconds;

    /// <summary>The fleet's checks that failed, but for those that were answered 503.</summary>
    public double UnexpectedFailures =>
        After.Since(Before, Failures, "project=\"fleet\"") - After.Since(Before, Failures, "project=\"fleet\"", "kind=\"http_status\"");

    public double LatenessP50 => After.Quantile(Before, Lateness, 0.5) * 1000;

    public double LatenessP99 => After.Quantile(Before, Lateness, 0.99) * 1000;

    public double LatenessMost => After.Most(Before, Lateness) * 1000;

    public static async Task<Load> MeasureAsync(HubProcess hub, Nginx nginx, FleetOptions options, CancellationToken cancel)
    {
        Console.Error.WriteLine($"warming up {options.WarmUp} s, counting {options.Duration} s");
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUp), cancel);
        var before = await Exposition.ReadAsync(hub.Client, cancel);
        var read = Stopwatch.GetTimestamp();
        var from = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;
        var count = await nginx.CountAsync(() => hub.CpuSeconds, options.Duration, cancel);
        var memory = hub.Memory.Now;
        var after = await Exposition.ReadAsync(hub.Client, cancel);
        var between = Stopwatch.GetElapsedTime(read).TotalSeconds;
        var later = await Exposition.ReadAsync(hub.Client, cancel);
        return new(count, from, before, after, between, Allocation.PerCheck(Allocation.Between(before, after), Allocation.Between(after, later)), memory);
    }

    /// <summary>Services of the fleet that are known not to be what they are, at the end.</summary>
    public double FalseVerdicts(Declarations fleet) => FalseVerdicts(After, fleet);

    /// <summary>The same at any time: the good ones are up, the failing ones down.</summary>
    public static double FalseVerdicts(Exposition now, Declarations fleet) =>
        fleet.Services - Unchecked(now) - Math.Min(With(now, "up"), fleet.Services - fleet.Failing) - Math.Min(With(now, "down"), fleet.Failing);

    /// <summary>Services of the fleet of which nothing is known yet.</summary>
    public static double Unchecked(Exposition now) => With(now, "unknown");

    private static double With(Exposition now, string status) => now.Sum("hale_service_status", "project=\"fleet\"", $"status=\"{status}\"");
}
