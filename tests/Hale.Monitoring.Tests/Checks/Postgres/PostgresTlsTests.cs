using System.Security.Cryptography.X509Certificates;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Postgres;

/// <summary>A real PostgreSQL with certificates of every sort, knocked at and logged in to.</summary>
public sealed class PostgresTlsTests(SecurePostgres fixture) : IClassFixture<SecurePostgres>
{
    private readonly PostgresServer _server = fixture.Server;
    private readonly Certificates _certificates = fixture.Certificates;
    private readonly Probe _probe = new(fixture.Certificates);

    [Fact]
    public async Task EachCertificate_IsJudgedAsTheModeSays()
    {
        using var others = new Certificates(_certificates.Now);
        var expired = _certificates.Expired();
        await JudgedAsync(_certificates.Valid(TimeSpan.FromDays(45)), ("verify-full", null), ("verify-ca", null), ("require", null), ("prefer", null));
        await JudgedAsync(
            _certificates.WrongName(),
            ("verify-full", "the certificate is not for localhost but for elsewhere.example (security issue)"), ("verify-ca", null), ("require", null));
        var day = $"the certificate expired on {expired.NotAfter.ToUniversalTime():yyyy-MM-dd} (security issue)";
        await JudgedAsync(expired, ("verify-full", day), ("verify-ca", day), ("require", null), ("prefer", null));
        await JudgedAsync(
            others.Valid(),
            ("verify-full", "the certificate's issuer Hale test authority is not trusted (security issue)"),
            ("verify-ca", "the certificate's issuer Hale test authority is not trusted (security issue)"), ("require", null), ("prefer", null));
        await JudgedAsync(others.SelfSigned(), ("verify-ca", "the certificate is self-signed (security issue)"), ("prefer", null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?sslmode=prefer")]
    [InlineData("?sslmode=require")]
    public async Task Tls_IsUsedUnlessTheUrlSaysOtherwise(string mode)
    {
        var seen = await _probe.RunAsync(Named(_server.LoginUrl("secure", "/shop" + mode)));
        Assert.Null(seen.Failure);
        Assert.NotNull(seen.Phases.TlsMs);
        Assert.NotNull(seen.CertificateExpiresAt);
    }

    [Fact]
    public async Task Disabled_SpeaksInTheClear()
    {
        var seen = await _probe.RunAsync(_server.LoginUrl(rest: "/shop?sslmode=disable"));
        Assert.Null(seen.Failure);
        Assert.Null(seen.Phases.TlsMs);
        Assert.Equal("hard Auth", (await _probe.FailAsync(_server.LoginUrl("secure", "/shop?sslmode=disable"))).Kind());
    }

    [Fact]
    public async Task Required_OfAServerWithout_IsHardTls()
    {
        await using var plain = await PostgresServer.StartAsync();
        foreach (var mode in new[] { "require", "verify-ca", "verify-full" })
            foreach (var url in new[] { plain.Url(rest: $"/shop?sslmode={mode}"), plain.LoginUrl(rest: $"/shop?sslmode={mode}") })
            {
                var failure = await _probe.FailAsync(url);
                Assert.Equal($"hard Tls: 127.0.0.1:{plain.Port} has no TLS, and the URL asks for it", $"{failure.Kind()}: {failure.Message}");
            }
    }

    [Fact]
    public async Task Query_OverTls_ThatTakesTooLong_IsGivenUpOnTheServer()
    {
        var time = new ManualTime(_certificates.Now);
        var url = Probe.Described(_server.LoginUrl(rest: "/shop?sslmode=require"), ("query", "SELECT pg_sleep(77)"));
        var running = new Probe(_certificates, time: time).RunAsync(url, timeout: TimeSpan.FromMinutes(1));
        await _server.RunningAsync("SELECT pg_sleep(77)", 1);
        time.Advance(TimeSpan.FromSeconds(59.75));
        Assert.Equal("soft Timeout", (await running).Failure?.Kind());
        await _server.RunningAsync("SELECT pg_sleep(77)", 0);
    }

    private static string Named(string url) => url.Replace("@127.0.0.1", "@localhost", StringComparison.Ordinal);

    /// <summary>Shows a certificate; each mode is to end with that message, knocking and logging in; null for success.</summary>
    private async Task JudgedAsync(X509Certificate2 certificate, params (string Mode, string? Message)[] modes)
    {
        await _server.ShowAsync(certificate);
        await _server.ReloadAsync();
        foreach (var (mode, message) in modes)
            foreach (var url in new[] { _server.Url(rest: $"/shop?sslmode={mode}"), _server.LoginUrl(rest: $"/shop?sslmode={mode}") })
            {
                var seen = await _probe.RunAsync(Named(url));
                Assert.Equal(message, seen.Failure?.Message);
                Assert.Equal(message is null ? null : "hard Tls", seen.Failure?.Kind());
                Assert.Equal(certificate.NotAfter.ToUniversalTime(), seen.CertificateExpiresAt!.Value.UtcDateTime);
            }
    }
}
