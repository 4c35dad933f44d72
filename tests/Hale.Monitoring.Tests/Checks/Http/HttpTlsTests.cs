using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>TLS with certificates of every sort, by hand.</summary>
public sealed class QuickHttpTlsTests() : HttpTlsTests(quick: true);

/// <summary>The same the general way.</summary>
public sealed class GeneralHttpTlsTests() : HttpTlsTests(quick: false);

/// <summary>TLS with certificates of every sort.</summary>
public abstract class HttpTlsTests : IDisposable
{
    private readonly bool _quick;
    private readonly Certificates _certificates = new(TimeProvider.System.GetUtcNow());
    private readonly Probe _probe;

    protected HttpTlsTests(bool quick) => (_quick, _probe) = (quick, new(_certificates, quick: quick));

    public void Dispose()
    {
        _certificates.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Valid_OfATrustedAuthority_SucceedsWithItsExpiryAndPhases()
    {
        var certificate = _certificates.Valid();
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"), certificate);
        var seen = await _probe.RunAsync(site.Url(host: "localhost"));
        Assert.Null(seen.Failure);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), seen.CertificateExpiresAt!.Value.UtcDateTime);
        var phases = seen.Phases;
        Assert.True(phases is { DnsMs: > 0, ConnectMs: > 0, TlsMs: > 0, FirstByteMs: > 0 }, phases.ToString());
        Assert.True(phases.DnsMs + phases.ConnectMs + phases.TlsMs + phases.FirstByteMs <= phases.TotalMs + 0.01, phases.ToString());
        Assert.False(seen.SaysDegraded);
    }

    [Fact]
    public async Task Expired_IsHardTlsWithItsDay()
    {
        var certificate = _certificates.Expired();
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"), certificate);
        var seen = await _probe.RunAsync(site.Url(host: "localhost"));
        Assert.Equal("hard Tls", seen.Failure!.Kind());
        Assert.Equal($"the certificate expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} (security issue)", seen.Failure!.Message);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), seen.CertificateExpiresAt!.Value.UtcDateTime);
        Assert.NotNull(seen.Phases.ConnectMs);
        Assert.Null(seen.Phases.TlsMs);
        Assert.DoesNotContain(site.Requests, request => request.Length > 0);
    }

    [Fact]
    public async Task NotYetValid_IsHardTls() =>
        await FailsAsync(RawSite.Answering("", _certificates.Early()), "is not valid before");

    [Fact]
    public async Task WrongName_IsHardTlsWithBothNames() =>
        await FailsAsync(RawSite.Answering("", _certificates.WrongName()), "the certificate is not for localhost but for elsewhere.example (security issue)");

    [Fact]
    public async Task SelfSigned_IsHardTls() =>
        await FailsAsync(RawSite.Answering("", _certificates.SelfSigned()), "the certificate is self-signed (security issue)");

    [Fact]
    public async Task UnknownAuthority_IsHardTlsWithItsName()
    {
        using var other = new Certificates(TimeProvider.System.GetUtcNow());
        await FailsAsync(RawSite.Answering("", other.Valid()), "the certificate's issuer Hale test authority is not trusted (security issue)");
    }

    [Fact]
    public async Task Insecure_AnyCertificate_Succeeds()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"), _certificates.Expired());
        var seen = await _probe.RunAsync($$"""{"url":"{{site.Url(host: "localhost")}}","insecure_tls":true}""");
        Assert.Null(seen.Failure);
        Assert.NotNull(seen.CertificateExpiresAt);
    }

    [Theory]
    [InlineData("14d", true)]
    [InlineData("9d", false)]
    public async Task WarnBefore_CertificateWithTenDaysLeft_DegradesWhenItIsSooner(string before, bool degraded)
    {
        var certificate = _certificates.Valid(TimeSpan.FromDays(10));
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"), certificate);
        var seen = await _probe.RunAsync($$"""{"url":"{{site.Url(host: "localhost")}}","certificate_warn_before":"{{before}}"}""");
        Assert.Null(seen.Failure);
        Assert.Equal(degraded, seen.SaysDegraded);
        Assert.Equal(degraded ? $"the certificate expires on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}" : null, seen.Message);
    }

    [Fact]
    public async Task Rotated_ToAnExpiredOne_IsSeenAtTheNextCheck()
    {
        var certificate = _certificates.Valid();
        var probe = _probe;
        int port;
        await using (var site = RawSite.Answering(RawSite.Answer(200, "{}"), certificate))
        {
            port = site.Port;
            Assert.Null((await probe.RunAsync($"https://localhost:{port}/")).Failure);
            Assert.Null((await probe.RunAsync($"https://localhost:{port}/")).Failure);
        }

        await using var after = RawSite.Start(visit => visit.HangAsync(), _certificates.Expired(), port: port);
        Assert.Equal("hard Tls", (await probe.FailAsync($"https://localhost:{port}/")).Kind());
    }

    [Theory]
    [InlineData(10, 40, 10)]
    [InlineData(40, 10, 10)]
    public async Task Redirect_ToAnotherServer_TheEarlierExpiryIsTold(int first, int second, int told)
    {
        using var last = _certificates.Valid(TimeSpan.FromDays(second));
        await using var there = RawSite.Answering(RawSite.Answer(200, "{}"), last);
        using var here = _certificates.Valid(TimeSpan.FromDays(first));
        await using var site = RawSite.Answering(RawSite.Answer(302, "", $"Location: {there.Url(host: "localhost")}\r\n"), here);

        var seen = await _probe.RunAsync(site.Url(host: "localhost"));

        Assert.Null(seen.Failure);
        Assert.Equal((told == first ? here : last).NotAfter.ToUniversalTime(), seen.CertificateExpiresAt!.Value.UtcDateTime);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Http2_Nginx_IsSpoken(bool reuse)
    {
        var port = Ports.Free();
        await using var nginx = await NginxServer.StartAsync($"listen 127.0.0.1:{port} ssl http2; location / {{ return 200 $server_protocol; }}", _certificates.Valid());
        var spec = _probe.Spec(
            $$"""{"url":"https://localhost:{{port}}/","http_version":"2","reuse_connection":{{(reuse ? "true" : "false")}},"expect":{"body_contains":"HTTP/2.0"} }""");
        for (var i = 0; i < 2; i++)
            Assert.Null((await _probe.RunAsync(spec)).Failure);
    }

    [Fact]
    public async Task Hang_InTheHandshake_IsSoftTimeout()
    {
        using var heard = new SemaphoreSlim(0);
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            heard.Release();
            await visit.HangAsync();
        });
        var seen = await new Probe(_certificates, time: new(), quick: _quick).RunOutAsync($"https://127.0.0.1:{site.Port}/", heard);
        Assert.Equal("soft Timeout", seen.Failure!.Kind());
        Assert.Equal("the TLS handshake was not finished within 1m (slow response)", seen.Failure!.Message);
        Assert.NotNull(seen.Phases.ConnectMs);
        Assert.Null(seen.Phases.TlsMs);
    }

    [Fact]
    public async Task Hang_AfterTheHandshake_IsSoftTimeout()
    {
        using var heard = new SemaphoreSlim(0);
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        await using var site = RawSite.Start(
            async visit =>
            {
                await visit.ReadRequestAsync();
                heard.Release();
                await visit.HangAsync();
            },
            _certificates.Valid());
        var seen = await new Probe(_certificates, time: time, quick: _quick).RunOutAsync(site.Url(host: "localhost"), heard);
        Assert.Equal("soft Timeout", seen.Failure!.Kind());
        Assert.NotNull(seen.Phases.TlsMs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_InTheHandshake_IsHardReset(bool hard)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            if (hard)
                visit.Reset();
        });
        Assert.Equal("hard Reset", (await _probe.FailAsync($"https://127.0.0.1:{site.Port}/")).Kind());
    }

    [Fact]
    public async Task PlainHttp_BehindHttps_IsHardTls()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.SendAsync(RawSite.Answer(400, "speak HTTP"));
            await visit.HangAsync();
        });
        Assert.Equal("hard Tls", (await _probe.FailAsync($"https://127.0.0.1:{site.Port}/")).Kind());
    }

    [Fact]
    public async Task ClosedAfterTheHandshake_IsHardReset()
    {
        await using var site = RawSite.Answering("", _certificates.Valid());
        Assert.Equal("hard Reset", (await _probe.FailAsync(site.Url(host: "localhost"))).Kind());
    }

    [Fact]
    public async Task CutShort_OverTls_IsHardProtocol()
    {
        await using var site = RawSite.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", _certificates.Valid());
        Assert.Equal("hard Protocol", (await _probe.FailAsync(site.Url(host: "localhost"))).Kind());
    }

    [Fact]
    public async Task Nginx_OverTls_Succeeds()
    {
        await using var nginx = await NginxServer.StartAsync("location / { return 200 fine; }", _certificates.Valid());
        var seen = await _probe.RunAsync(nginx.SecureUrl("/"));
        Assert.Null(seen.Failure);
        Assert.Equal(200, seen.HttpStatus);
        Assert.NotNull(seen.CertificateExpiresAt);
    }

    private async Task FailsAsync(RawSite site, string message)
    {
        await using (site)
        {
            var failure = await _probe.FailAsync(site.Url(host: "localhost"));
            Assert.Equal("hard Tls", failure.Kind());
            Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        }
    }
}
