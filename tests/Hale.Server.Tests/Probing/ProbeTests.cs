using System.Globalization;
using System.Net;
using System.Text.Json;
using Hale.Server.Access;
using Hale.Server.Api;
using Hale.Tests.Kit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Server.Tests.Probing;

public sealed class ProbeTests(ProbingRig rig) : IClassFixture<ProbingRig>
{
    /// <summary>What measures time differs from one probe to the next.</summary>
    private static bool IsMeasured(string sample) => sample.Contains("_seconds", StringComparison.Ordinal) && !sample.Contains("timestamp", StringComparison.Ordinal);

    private static Dictionary<string, string> Named(Dictionary<string, string> samples, string prefix) =>
        samples.Where(sample => sample.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary();

    /// <param name="prefix">Of the samples that are compared; all by default.</param>
    private async Task SameAsync(string query, string prefix = "")
    {
        var (blackbox, hale) = (Named(await rig.BlackboxAsync(query), prefix), Named(await rig.HaleAsync(query), prefix));
        Assert.Equal(blackbox.Keys.Order(), hale.Keys.Order());
        var differing = from sample in blackbox.Keys.Where(sample => !IsMeasured(sample))
                        let theirs = double.Parse(blackbox[sample], CultureInfo.InvariantCulture)
                        let ours = double.Parse(hale[sample], CultureInfo.InvariantCulture)
                        where !theirs.Equals(ours)
                        select $"{sample}: {ours}, theirs {theirs}";
        Assert.Empty(differing);
    }

    private const string Answers =
        """
        location = /200 { return 200 fine; }
        location = /moved { return 301 /200; }
        location = /404 { return 404; }
        location = /503 { return 503; }
        location = /post { if ($request_method != POST) { return 405; } return 200; }
        location = /file { add_header Last-Modified "Thu, 05 Nov 2026 10:00:00 GMT"; return 200 x; }
        """;

    [Theory]
    [InlineData("http_2xx", "/200")]
    [InlineData("http_2xx", "/moved")]
    [InlineData("http_2xx", "/404")]
    [InlineData("http_2xx", "/503")]
    [InlineData("http_2xx", "/post")]
    [InlineData("http_2xx", "/file")]
    [InlineData("http_post_2xx", "/post")]
    public async Task Http_EachAnswer_AsBlackboxTellsIt(string module, string path)
    {
        await using var nginx = await NginxServer.StartAsync(Answers);

        await SameAsync($"module={module}&target={nginx.Url(path)}");
    }

    [Fact]
    public async Task Http_NobodyListens_AsBlackboxTellsIt() => await SameAsync($"module=http_2xx&target=127.0.0.1:{Ports.Free()}");

    [Fact]
    public async Task Http_NoModuleAndNoScheme_AsksOverHttp()
    {
        await using var nginx = await NginxServer.StartAsync(Answers);

        await SameAsync($"target=127.0.0.1:{nginx.Port}/200");
    }

    [Fact]
    public async Task MetadataAddress_IsNotAsked()
    {
        var (_, _, text) = await rig.AskAsync("target=http://169.254.169.254/latest/meta-data/&debug=true");
        Assert.Contains("169.254.169.254 is a link-local or metadata address", text, StringComparison.Ordinal);
        Assert.Contains("probe_success 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tcp_ListensOrNot_AsBlackboxTellsIt()
    {
        await using var site = RawSite.Start(visit => visit.HangAsync());

        await SameAsync($"module=tcp_connect&target=127.0.0.1:{site.Port}");
        await SameAsync($"module=tcp_connect&target=127.0.0.1:{Ports.Free()}");
    }

    [Fact]
    public async Task Ssh_BannerOrAnother_AsBlackboxTellsIt()
    {
        await using var ssh = RawSite.Start(visit => visit.SendAsync("SSH-2.0-OpenSSH_9.2\r\n"));
        await using var other = RawSite.Start(visit => visit.SendAsync("220 mail\r\n"));

        await SameAsync($"module=ssh_banner&target=127.0.0.1:{ssh.Port}");
        await SameAsync($"module=ssh_banner&target=127.0.0.1:{other.Port}");
    }

    [Theory]
    [InlineData(HealthGrpc.Serving)]
    [InlineData(HealthGrpc.NotServing)]
    [InlineData(HealthGrpc.Unauthenticated)]
    public async Task Grpc_EachAnswer_AsBlackboxTellsIt(string answer)
    {
        await using var server = await HealthGrpc.StartAsync(answer);

        await SameAsync($"module=grpc_plain&target=127.0.0.1:{server.Port}", "probe_grpc_");
    }

    [Fact]
    public async Task Grpc_NobodyListens_AsBlackboxTellsIt() => await SameAsync($"module=grpc_plain&target=127.0.0.1:{Ports.Free()}", "probe_grpc_");

    [Fact]
    public async Task Dns_NobodyListens_AsBlackboxTellsIt()
    {
        var port = Ports.Free();
        var (blackbox, hale) = (await rig.BlackboxAsync($"module=dns&target=127.0.0.1:{port}"), await rig.HaleAsync($"module=dns&target=127.0.0.1:{port}/localhost"));

        Assert.Equal(blackbox["probe_dns_query_succeeded"], hale["probe_dns_query_succeeded"]);
        Assert.Equal(Named(blackbox, "probe_dns_duration_seconds").Keys.Order(), Named(hale, "probe_dns_duration_seconds").Keys.Order());
    }

    [Fact]
    public async Task Icmp_Loopback_TellsItsRoundTrip()
    {
        var told = await rig.HaleAsync("module=icmp&target=127.0.0.1");

        Assert.Equal("1", told["probe_success"]);
        Assert.Equal("0", told["probe_icmp_duration_seconds{phase=\"resolve\"}"]);
        Assert.InRange(double.Parse(told["probe_icmp_duration_seconds{phase=\"rtt\"}"], CultureInfo.InvariantCulture), double.Epsilon, 5);
    }

    [Fact]
    public async Task Https_ForeignCertificate_FailsAndIsShown()
    {
        using var certificates = new Certificates(TimeProvider.System.GetUtcNow());
        var certificate = certificates.Valid();
        await using var nginx = await NginxServer.StartAsync(Answers, certificate);

        var told = await rig.HaleAsync($"target={nginx.SecureUrl("/200")}");

        Assert.Equal("0", told["probe_success"]);
        Assert.Equal(new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), told["probe_ssl_earliest_cert_expiry"]);
    }

    [Fact]
    public async Task Scheme_OfAKind_NeedsNoModule()
    {
        await using var site = RawSite.Start(visit => visit.HangAsync());

        Assert.Equal("1", (await rig.HaleAsync($"target=tcp://127.0.0.1:{site.Port}"))["probe_success"]);
    }

    [Fact]
    public async Task Metrics_OfAProbe_AreValidForPromtool()
    {
        await using var nginx = await NginxServer.StartAsync(Answers);

        var (status, type, text) = await rig.AskAsync($"target={nginx.Url("/file")}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", type);
        var (code, said) = await Promtool.CheckAsync(text);
        Assert.True(code == 0 && said.Length == 0, said);
    }

    [Fact]
    public async Task Accept_OpenMetrics_IsAnswered()
    {
        var (_, type, text) = await rig.AskAsync($"target=tcp://127.0.0.1:{Ports.Free()}", ("Accept", "application/openmetrics-text"));

        Assert.StartsWith("application/openmetrics-text", type, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_Failing_ShowsEvidenceMetricsAndTheQuestion()
    {
        await using var nginx = await NginxServer.StartAsync(Answers);

        var (status, type, text) = await rig.AskAsync($"debug=true&module=http_2xx&target=http://ann:hush@127.0.0.1:{nginx.Port}/moved?token=hush2");

        Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8"), (status, type));
        Assert.Matches(
            @"^Logs for the probe:\nconnected to .*\nfirst byte.*\nHTTP 301.*\nredirected to .*/200\n(.*\n)*Probe succeeded \(duration_seconds=[\d.]+\)\n\n\n\nMetrics that would have been returned:\n# HELP probe_success (.*\n)*\n\n\nModule configuration:\n\{""type"":""http""",
            text);
        Assert.Contains("ann:***@", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "target", "is missing")]
    [InlineData("module=http_2xx", "target", "is missing")]
    [InlineData("target=x&module=http_3xx", "module", "allowed: http_2xx, http_post_2xx, tcp_connect")]
    [InlineData("target=tcp://x:1&module=http_2xx", "target", "allowed with the module http_2xx: http://, https://")]
    [InlineData("target=tcp://127.0.0.1:1&debug=maybe", "debug", "found \"maybe\"; allowed: true, false")]
    [InlineData("target=gopher://x", "target", "a URL that begins with")]
    [InlineData("target=x&module=tcp_connect", "target", "a host and a port")]
    public async Task Question_NotPossible_IsAProblemThatSaysWhat(string query, string field, string what)
    {
        var (status, type, text) = await rig.AskAsync(query);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (status, type));
        Assert.Contains(what, JsonDocument.Parse(text).RootElement.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("NaN")]
    public async Task Timeout_NotANumber_IsAProblem(string seconds)
    {
        var (status, _, text) = await rig.AskAsync("target=tcp://127.0.0.1:1", ("X-Prometheus-Scrape-Timeout-Seconds", seconds));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("X-Prometheus-Scrape-Timeout-Seconds", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_OfTheScrape_EndsAProbeBeforeIt()
    {
        await using var site = RawSite.Start(visit => visit.HangAsync());

        var (_, _, text) = await rig.AskAsync($"debug=true&target={site.Url()}", ("X-Prometheus-Scrape-Timeout-Seconds", "3.5"));

        Assert.Contains("no answer within 3s", text, StringComparison.Ordinal);
        Assert.Contains("probe_success 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Role_OfTheRoute_IsOperator()
    {
        var route = rig.Hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Single(each => each.RoutePattern.RawText == "/probe");

        Assert.Equal(Role.Operator, route.Metadata.GetRequiredMetadata<NeedsRole>().Role);
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", HttpStatusCode.OK)]
    [InlineData("none", HttpStatusCode.OK)]
    public async Task Page_OfAnotherSite_MaySendNoProbe(string site, HttpStatusCode status) =>
        Assert.Equal(status, (await rig.AskAsync($"target=tcp://127.0.0.1:{Ports.Free()}", ("Sec-Fetch-Site", site))).Status);
}
