using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Server.Metrics;

/// <summary>
/// The families that have a series per watched thing. Targets have check metrics with <c>service="project:target"</c>, and no <c>hale_service_…</c>.
/// </summary>
/// <param name="uptimes">By <see cref="UptimeRatios"/>.</param>
internal sealed class FleetFamilies(ReadOnlyMemory<Metered> fleet, CheckMetrics checks, IReadOnlyDictionary<string, double?[]> uptimes)
{
    private static readonly (Status Status, string Word)[] Statuses =
        [(Status.Up, "up"), (Status.Degraded, "degraded"), (Status.Down, "down"), (Status.Unknown, "unknown")];

    private static readonly FailureKind[] Kinds = Enum.GetValues<FailureKind>();

    public async ValueTask WriteAsync(Exposition output, CancellationToken cancel)
    {
        output.Gauge("hale_service_up", "Whether a service is up or degraded (1) or down (0); absent while unknown.");
        await EachAsync(output, Up, cancel);
        output.Gauge("hale_service_status", "1 for the status that a service has now.");
        await EachAsync(output, StatusOf, cancel);
        output.Gauge("hale_check_latency_seconds", "How long the last check took to be answered; absent when no answer came.");
        await EachAsync(output, Latency, cancel);
        output.Gauge("hale_service_uptime_ratio", "Which part of the known time of a window a service was up or degraded; absent where nothing is known.");
        await EachAsync(output, Uptime, cancel);
        output.Gauge("hale_certificate_expiry_timestamp_seconds", "When the first of the certificates seen expires.");
        await EachAsync(output, Certificate, cancel);
        output.Counter("hale_checks_total", "Checks since the start, by what came of them.");
        await EachAsync(output, Checks, cancel);
        output.Counter("hale_check_failures_total", "Failed checks since the start, by kind of failure.");
        await EachAsync(output, Failures, cancel);
    }

    private async ValueTask EachAsync(Exposition output, Action<Exposition, Metered, CheckTally?> write, CancellationToken cancel)
    {
        for (var i = 0; i < fleet.Length; i++)
        {
            var each = fleet.Span[i];
            write(output, each, checks.Find(each.Key));
            await output.BreatheAsync(cancel);
        }
    }

    private static void Up(Exposition output, Metered each, CheckTally? figures)
    {
        if (each.Type is not null && each.Status != Status.Unknown)
            output.Sample(each.Status == Status.Down ? 0 : 1, ("project", each.Project), ("service", each.Key), ("type", each.Type));
    }

    private static void StatusOf(Exposition output, Metered each, CheckTally? figures)
    {
        if (each.Type is null)
            return;
        foreach (var (status, word) in Statuses)
            output.Sample(each.Status == status ? 1 : 0, ("project", each.Project), ("service", each.Key), ("status", word));
    }

    private static void Latency(Exposition output, Metered each, CheckTally? figures)
    {
        if (figures?.LatencySeconds is { } seconds)
            output.Sample(seconds, ("project", each.Project), ("service", each.Key));
    }

    private void Uptime(Exposition output, Metered each, CheckTally? figures)
    {
        if (each.Type is null || !uptimes.TryGetValue(each.Key, out var ratios))
            return;
        for (var i = 0; i < ratios.Length; i++)
        {
            if (ratios[i] is { } ratio)
                output.Sample(ratio, ("project", each.Project), ("service", each.Key), ("window", UptimeRatios.Windows[i]));
        }
    }

    private static void Certificate(Exposition output, Metered each, CheckTally? figures)
    {
        if (figures?.CertificateExpiresAt is { } expires)
            output.Sample(expires.ToUnixTimeSeconds(), ("project", each.Project), ("service", each.Key));
    }

    private static void Checks(Exposition output, Metered each, CheckTally? figures)
    {
        // From the start all three, at zero: a rate needs a first value.
        output.Sample(figures?.Successes ?? 0, ("project", each.Project), ("service", each.Key), ("outcome", "success"));
        output.Sample(figures is null ? 0 : Sum(figures.Failures), ("project", each.Project), ("service", each.Key), ("outcome", "failure"));
        output.Sample(figures?.Skipped ?? 0, ("project", each.Project), ("service", each.Key), ("outcome", "skipped"));
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        var sum = 0L;
        foreach (var count in counts)
            sum += count;
        return sum;
    }

    private static void Failures(Exposition output, Metered each, CheckTally? figures)
    {
        if (figures is null)
            return;
        foreach (var kind in Kinds)
            if (figures.Failures[(int)kind] is > 0 and var count)
                output.Sample(count, ("project", each.Project), ("service", each.Key), ("kind", Words.Of(kind)));
    }
}
