using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Tls;

public sealed class TlsCheckTests : IDisposable
{
    private readonly Certificates _certificates = new(TimeProvider.System.GetUtcNow());
    private readonly Probe _probe;

    public TlsCheckTests() => _probe = new(_certificates);

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Valid_TellsOfTheCertificateAndTheHandshake()
    {
        var certificate = _certificates.Valid(TimeSpan.FromDays(60.5));
        await using var site = RawSite.Start(visit => visit.HangAsync(), certificate);
        var seen = await _probe.RunAsync($"tls://localhost:{site.Port}");
        Assert.Null(seen.Failure);
        Assert.True(seen.Answered);
        Assert.True(seen.Phases is { DnsMs: > 0, ConnectMs: > 0, TlsMs: > 0, FirstByteMs: null, TotalMs: > 0 }, seen.Phases.ToString());
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), seen.CertificateExpiresAt!.Value.UtcDateTime);
        Assert.Equal("CN=localhost", seen.Details!["subject"]);
        Assert.Equal("CN=Hale test authority", seen.Details["issuer"]);
        Assert.Equal(60, seen.Details["days_left"]);
        Assert.Equal(certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.000Z", CultureInfo.InvariantCulture), seen.Details["expires_at"]);
        Assert.StartsWith("TLS 1.", (string)seen.Details["protocol"]!, StringComparison.Ordinal);
        Assert.StartsWith("TLS_", (string)seen.Details["cipher"]!, StringComparison.Ordinal);
        Assert.Contains(seen.Evidence, step => step.StartsWith("certificate of CN=localhost, issued by CN=Hale test authority, valid from ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Expired", "the certificate expired on ")]
    [InlineData("Early", "the certificate is not valid before ")]
    [InlineData("WrongName", "the certificate is not for localhost but for elsewhere.example")]
    [InlineData("SelfSigned", "the certificate is self-signed")]
    public async Task Invalid_IsHardTls_AndTellsOfTheCertificate(string sort, string message)
    {
        var certificate = sort switch
        {
            "Expired" => _certificates.Expired(),
            "Early" => _certificates.Early(),
            "WrongName" => _certificates.WrongName(),
            _ => _certificates.SelfSigned(),
        };
        await using var site = RawSite.Start(visit => visit.HangAsync(), certificate);
        var seen = await _probe.RunAsync($"tls://localhost:{site.Port}");
        Assert.Equal("hard Tls", seen.Failure!.Kind());
        Assert.StartsWith(message, seen.Failure!.Message, StringComparison.Ordinal);
        Assert.EndsWith(" (security issue)", seen.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(certificate.Subject, seen.Details!["subject"]);
        Assert.Equal(sort == "Expired" ? -1 : 29, seen.Details["days_left"]);
    }

    [Fact]
    public async Task UnknownAuthority_IsHardTlsWithItsName()
    {
        using var other = new Certificates(TimeProvider.System.GetUtcNow());
        await using var site = RawSite.Start(visit => visit.HangAsync(), other.Valid());
        var failure = await _probe.FailAsync($"tls://localhost:{site.Port}");
        Assert.Equal("hard Tls: the certificate's issuer Hale test authority is not trusted (security issue)", $"{failure.Kind()}: {failure.Message}");
    }

    [Fact]
    public async Task Address_InTheCertificate_Succeeds()
    {
        await using var site = RawSite.Start(visit => visit.HangAsync(), _certificates.Valid());
        Assert.Null((await _probe.RunAsync($"tls://127.0.0.1:{site.Port}")).Failure);
    }

    [Theory]
    [InlineData("14d", true)]
    [InlineData("9d", false)]
    public async Task WarnBefore_CertificateWithTenDaysLeft_DegradesWhenItIsSooner(string before, bool degraded)
    {
        var certificate = _certificates.Valid(TimeSpan.FromDays(10));
        await using var site = RawSite.Start(visit => visit.HangAsync(), certificate);
        var seen = await _probe.RunAsync($$"""{"url":"tls://localhost:{{site.Port}}","certificate_warn_before":"{{before}}"}""");
        Assert.Null(seen.Failure);
        Assert.Equal(degraded, seen.SaysDegraded);
        Assert.Equal(degraded ? $"the certificate expires on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}" : null, seen.Message);
    }

    [Fact]
    public async Task Refused_NobodyListens_IsHardRefused() => Assert.Equal("hard Refused", (await _probe.FailAsync($"tls://127.0.0.1:{Ports.Free()}")).Kind());

    [Fact]
    public async Task Dns_NameDoesNotExist_IsHardDns() => Assert.Equal("hard Dns", (await _probe.FailAsync("tls://no-such-service.invalid")).Kind());

    [Fact]
    public async Task Tarpit_ThatNeverGreets_IsSoftTimeout()
    {
        using var heard = new SemaphoreSlim(0);
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            heard.Release();
            await visit.HangAsync();
        });
        var seen = await new Probe(_certificates, time: new()).RunOutAsync($"tls://127.0.0.1:{site.Port}", heard);
        Assert.Equal("soft Timeout: the TLS handshake was not finished within 1m (slow response)", $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
        Assert.False(seen.Answered);
        Assert.NotNull(seen.Phases.ConnectMs);
    }

    [Fact]
    public async Task Tarpit_ThatDripsARecordForEver_IsSoftTimeout()
    {
        using var heard = new SemaphoreSlim(0);
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();

            // A handshake record of 16 kB is announced, and does not come.
            await visit.Stream.WriteAsync(new byte[] { 22, 3, 3, 64, 0, 2 }, TestContext.Current.CancellationToken);
            heard.Release();
            await visit.HangAsync();
        });
        Assert.Equal("soft Timeout", (await new Probe(_certificates, time: new()).RunOutAsync($"tls://127.0.0.1:{site.Port}", heard)).Failure!.Kind());
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0")]
    public async Task Garbage_OnThePort_IsHardTls(string bytes)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.SendAsync(bytes);
            await visit.HangAsync();
        });
        Assert.Equal("hard Tls", (await _probe.FailAsync($"tls://127.0.0.1:{site.Port}")).Kind());
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
        Assert.Equal("hard Reset", (await _probe.FailAsync($"tls://127.0.0.1:{site.Port}")).Kind());
    }

    [Fact]
    public async Task RealServer_UpFrozenStopped_IsTold()
    {
        var (server, port) = await StartOpensslAsync(_certificates.Valid());
        await using (server)
        {
            Assert.Null((await _probe.RunAsync($"tls://localhost:{port}")).Failure);
            await server.FreezeAsync();
            Assert.Equal("soft Timeout", (await _probe.FailAsync($"tls://127.0.0.1:{port}", TimeSpan.FromSeconds(3))).Kind());
            await server.ThawAsync();
            Assert.Null((await _probe.RunAsync($"tls://localhost:{port}")).Failure);
        }

        Assert.Equal("hard Refused", (await _probe.FailAsync($"tls://localhost:{port}")).Kind());
    }

    [Theory]
    [InlineData("""{"type":"tls","url":"tls://mail.example:465","certificate_warn_before":"14d"}""", "mail.example:465")]
    [InlineData("tls://example.com", "example.com:443")]
    [InlineData("tls://[::1]:853", "[::1]:853")]
    public void Describe_ReadsAsTheSame(string described, string peer)
    {
        var spec = _probe.Spec(described);
        Assert.Equal(spec, _probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
        Assert.Equal(("tls", peer), (spec.Options.ServiceType, spec.Options.Peer));
    }

    [Theory]
    [InlineData("tls://db.example:0")]
    [InlineData("tls://db.example:99999")]
    [InlineData("tls://ann:pass@db.example:1")]
    [InlineData("tls://db.example:1/path")]
    [InlineData("tls://db.example:1?a=b")]
    [InlineData("tls://:5432")]
    public void Read_SomethingElse_NamesTheField(string url) => Assert.StartsWith("check.url: found ", _probe.Problems(url), StringComparison.Ordinal);

    private static async Task<(ServerProcess Server, int Port)> StartOpensslAsync(X509Certificate2 certificate)
    {
        var port = Ports.Free();
        var folder = Directory.CreateTempSubdirectory("hale-tls-");
        var (cert, key) = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(cert, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var start = new ProcessStartInfo("openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", cert, "-key", key, "-quiet"]) { RedirectStandardInput = true };
        return (await ServerProcess.StartAsync(start, "openssl", folder, () => ServerProcess.ListensAsync(port)), port);
    }
}
