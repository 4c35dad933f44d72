using Hale.Monitoring.Checks;
using Hale.Server.Metrics;
using static Hale.Server.Probing.ProbeFamilies;

namespace Hale.Server.Probing;

/// <summary>What a probe over HTTP has beside what all have. What did not come to pass is zero, as it is there.</summary>
internal static class HttpFamilies
{
    public static void Write(Exposition output, Observation seen)
    {
        var http = seen.Http;
        Gauge(output, "probe_http_status_code", "Response HTTP status code", seen.HttpStatus ?? 0);
        Gauge(output, "probe_http_content_length", "Length of http content response", http is null ? 0 : http.ContentLength ?? -1);
        Gauge(output, "probe_http_uncompressed_body_length", "Length of uncompressed response body", http?.BodyLength ?? 0);
        Gauge(output, "probe_http_redirects", "The number of redirects", http?.Redirects ?? 0);
        Gauge(output, "probe_http_ssl", "Indicates if SSL was used for the final redirect", http is { Secure: true } ? 1 : 0);
        Gauge(output, "probe_http_version", "Returns the version of HTTP of the probe response", http is null ? 0 : http.Version.Major + (http.Version.Minor / 10.0));
        if (http?.LastModified is { } modified)
            Gauge(output, "probe_http_last_modified_timestamp_seconds", "Returns the Last-Modified HTTP response header in unixtime", modified.ToUnixTimeSeconds());
        WriteRegex(output, failed: false);
        WritePhases(output, seen.Phases);
    }

    private static void WritePhases(Exposition output, Phases phases)
    {
        output.Gauge("probe_http_duration_seconds", "Duration of http request by phase, summed over all redirects");
        var before = (phases.DnsMs ?? 0) + (phases.ConnectMs ?? 0) + (phases.TlsMs ?? 0) + (phases.FirstByteMs ?? 0);
        Phase("resolve", phases.DnsMs);
        Phase("connect", phases.ConnectMs);
        Phase("tls", phases.TlsMs);
        Phase("processing", phases.FirstByteMs);
        Phase("transfer", phases.TotalMs is { } total ? Math.Max(0, total - before) : 0);

        void Phase(string name, double? milliseconds) => output.Sample(Seconds(milliseconds), ("phase", name));
    }
}
