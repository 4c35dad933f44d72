using Hale.Monitoring.Checks;
using Hale.Server.Metrics;
using static Hale.Server.Probing.ProbeFamilies;

namespace Hale.Server.Probing;

/// <summary>What a ping has beside what all have. How long a socket took to open is not measured, and so no phase.</summary>
internal static class IcmpFamilies
{
    public static void Write(Exposition output, Observation seen)
    {
        output.Gauge("probe_icmp_duration_seconds", "Duration of icmp request by phase");
        output.Sample(Seconds(seen.Phases.DnsMs), ("phase", "resolve"));
        output.Sample(Seconds(seen.Phases.TotalMs), ("phase", "rtt"));
    }
}
