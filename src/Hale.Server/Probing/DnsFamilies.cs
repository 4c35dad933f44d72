using Hale.Monitoring.Checks;
using Hale.Server.Metrics;
using static Hale.Server.Probing.ProbeFamilies;

namespace Hale.Server.Probing;

/// <summary>What a probe of a resolver has beside what all have.</summary>
internal static class DnsFamilies
{
    public static void Write(Exposition output, Observation seen)
    {
        // An answer is a success here whatever it says: only whether it is the one that was wanted makes the probe's own.
        Gauge(output, "probe_dns_query_succeeded", "Displays whether or not the query was executed successfully", seen.Answered ? 1 : 0);
        output.Gauge("probe_dns_duration_seconds", "Duration of DNS request by phase");
        output.Sample(Seconds(seen.Phases.DnsMs), ("phase", "resolve"));
        output.Sample(Seconds(seen.Phases.ConnectMs), ("phase", "connect"));
        output.Sample(Seconds(seen.Phases.FirstByteMs), ("phase", "request"));
    }
}
