using System.Net;
using System.Net.Sockets;
using Hale.Monitoring.Checks;
using Hale.Server.Metrics;

namespace Hale.Server.Probing;

/// <summary>A probe as metrics, under the names and with the meaning they have at blackbox_exporter.</summary>
internal static class ProbeFamilies
{
    public static void Write(Exposition output, Probed probed)
    {
        var seen = probed.Seen;
        Gauge(output, "probe_success", "Displays whether or not the probe was a success", seen.Success ? 1 : 0);
        Gauge(output, "probe_duration_seconds", "Returns how long the probe took to complete in seconds", seen.Took.TotalSeconds);
        if (probed.Reached)
            WriteWay(output, seen);
        switch (probed.Question.Check.Kind)
        {
            case "http":
                HttpFamilies.Write(output, seen);
                break;
            case "dns":
                DnsFamilies.Write(output, seen);
                break;
            case "icmp":
                IcmpFamilies.Write(output, seen);
                break;
            case "grpc":
                GrpcFamilies.Write(output, seen);
                break;
            case "tcp" or "tls":
                WriteRegex(output, seen.Failure?.Kind == FailureKind.Body);
                break;
        }
    }

    public static void Gauge(Exposition output, string name, string help, double value)
    {
        output.Gauge(name, help);
        output.Sample(value);
    }

    public static double Seconds(double? milliseconds) => (milliseconds ?? 0) / 1000;

    /// <summary>Whether a text that was expected was not found. Said of every kind that may expect one.</summary>
    public static void WriteRegex(Exposition output, bool failed) =>
        Gauge(output, "probe_failed_due_to_regex", "Indicates if probe failed due to regex", failed ? 1 : 0);

    private static void WriteWay(Exposition output, Observation seen)
    {
        Gauge(output, "probe_dns_lookup_time_seconds", "Returns the time taken for probe dns lookup in seconds", Seconds(seen.Phases.DnsMs));
        var address = seen.Address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : seen.Address;
        Gauge(output, "probe_ip_protocol", "Specifies whether probe ip protocol is IP4 or IP6", address?.AddressFamily switch
        {
            AddressFamily.InterNetwork => 4,
            AddressFamily.InterNetworkV6 => 6,
            _ => 0,
        });
        if (address is not null)
            Gauge(output, "probe_ip_addr_hash", "Specifies the hash of IP address. It's useful to detect if the IP address changes.", Hash(address));
        if (seen.CertificateExpiresAt is { } expires)
            Gauge(output, "probe_ssl_earliest_cert_expiry", "Returns earliest SSL cert expiry in unixtime", expires.ToUnixTimeSeconds());
        if (TlsVersion(seen) is not { } version)
            return;
        output.Gauge("probe_tls_version_info", "Returns the TLS version used or NaN when unknown");
        output.Sample(1, ("version", version));
    }

    private static string? TlsVersion(Observation seen) => seen.TlsVersion.ToString() switch
    {
        "Tls13" => "TLS 1.3",
        "Tls12" => "TLS 1.2",
        "Tls11" => "TLS 1.1",
        "Tls" => "TLS 1.0",
        _ => null,
    };

    /// <summary>FNV-1a, 32 bits.</summary>
    private static uint Hash(IPAddress address) => address.GetAddressBytes().Aggregate(2166136261u, (hash, each) => unchecked((hash ^ each) * 16777619u));
}
