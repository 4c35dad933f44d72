using System.Security.Authentication;
using Hale.Monitoring.Checks;
using Hale.Server.Metrics;
using static Hale.Server.Probing.ProbeFamilies;

namespace Hale.Server.Probing;

/// <summary>What a probe over gRPC has beside what all have.</summary>
internal static class GrpcFamilies
{
    private const int DeadlineExceeded = 4;
    private const int Unavailable = 14;

    private static readonly string[] Servings = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

    public static void Write(Exposition output, Observation seen)
    {
        Gauge(output, "probe_grpc_ssl", "Indicates if SSL was used for the connection", seen.TlsVersion == SslProtocols.None ? 0 : 1);
        Gauge(output, "probe_grpc_status_code", "Response gRPC status code", Status(seen));
        output.Gauge("probe_grpc_healthcheck_response", "Response HealthCheck response");
        var said = Detail(seen, "serving") as string;
        foreach (var serving in Servings)
            output.Sample(serving == said ? 1 : 0, ("serving_status", serving));
        output.Gauge("probe_grpc_duration_seconds", "Duration of gRPC request by phase");
        output.Sample(Seconds(seen.Phases.DnsMs), ("phase", "resolve"));
        output.Sample(Math.Max(0, seen.Took.TotalSeconds - Seconds(seen.Phases.DnsMs)), ("phase", "check"));
    }

    /// <summary>What the server said; of one that said nothing, what a client of gRPC says in its place.</summary>
    private static int Status(Observation seen) =>
        Detail(seen, "grpc_status") as int? ?? (seen.Failure?.Kind == FailureKind.Timeout ? DeadlineExceeded : Unavailable);

    private static object? Detail(Observation seen, string name) => seen.Details?.GetValueOrDefault(name);
}
