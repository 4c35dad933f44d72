using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>A certificate of our own, shown to who asks for it.</summary>
public sealed class HttpClientCertTests : IDisposable
{
    private readonly Certificates _certificates = new(TimeProvider.System.GetUtcNow());
    private readonly Probe _probe;

    public HttpClientCertTests() => _probe = new(_certificates);

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(".pem")]
    [InlineData(".pfx")]
    public async Task ClientCert_IsShown(string kind)
    {
        var shown = new TaskCompletionSource<string?>();
        using var mine = _certificates.Valid();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + kind);
        if (kind == ".pem")
            await File.WriteAllTextAsync(path, mine.ExportCertificatePem() + "\n" + ClientKey(mine), TestContext.Current.CancellationToken);
        else
            await File.WriteAllBytesAsync(path, mine.Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);
        await using var site = RawSite.Start(
            async visit =>
            {
                shown.SetResult((visit.Stream as SslStream)?.RemoteCertificate?.GetSerialNumberString());
                await visit.ReadRequestAsync();
                await visit.SendAsync(RawSite.Answer(200, "{}"));
            },
            _certificates.Valid(),
            askForCertificate: true);
        var seen = await _probe.RunAsync($$"""{"url":"{{site.Url(host: "localhost")}}","client_cert":"{{path}}"}""");
        File.Delete(path);
        Assert.Null(seen.Failure);
        Assert.Equal(mine.SerialNumber, await shown.Task);
    }

    [Fact]
    public async Task ClientCert_CannotBeRead_IsOurFaultAndNamesTheFile()
    {
        var failure = await _probe.FailAsync("""{"url":"https://localhost:1/","client_cert":"nowhere.pem"}""");
        Assert.Equal("hard Internal", failure.Kind());
        Assert.Equal("the client certificate nowhere.pem could not be read", failure.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClientCert_WithTheKeyOfAnother_IsOurFaultAndNamesBoth(bool apart)
    {
        using var folder = new TempFolder();
        var (file, key) = (folder["client.pem"], folder["other.key"]);
        var (mine, other) = (_certificates.Valid().ExportCertificatePem(), ClientKey(_certificates.Valid()));
        await File.WriteAllTextAsync(file, apart ? mine : $"{mine}\n{other}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(key, other, TestContext.Current.CancellationToken);

        var failure = await _probe.FailAsync(apart
            ? Probe.Described("https://localhost:1/", ("client_cert", file), ("client_key", key))
            : Probe.Described("https://localhost:1/", ("client_cert", file)));

        Assert.Equal("hard Internal", failure.Kind());
        Assert.Equal($"the client certificate {file}{(apart ? $" with the key {key}" : "")} could not be used: the key is another certificate's", failure.Message);
    }

    [Theory]
    [InlineData("-tls1_3", true)]
    [InlineData("-tls1_3", false)]
    [InlineData("-tls1_2", true)]
    [InlineData("-tls1_2", false)]
    public async Task OpenSsl_WantsACertificateAndGetsNone_IsHardTlsAndSaysSo(string version, bool quick)
    {
        await using var server = await DemandingServer.StartAsync(_certificates, version);

        var failure = await new Probe(_certificates, quick: quick).FailAsync($"https://localhost:{server.Port}/");

        Assert.Equal("hard Tls: localhost wants a client certificate (security issue)", $"{failure.Kind()}: {failure.Message}");
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("rediss")]
    [InlineData("grpcs")]
    public async Task OpenSsl_WantsACertificate_OtherKindsSaySoToo(string scheme)
    {
        await using var server = await DemandingServer.StartAsync(_certificates, "-tls1_2");

        var failure = await _probe.FailAsync($"{scheme}://localhost:{server.Port}");

        Assert.Equal("hard Tls: localhost wants a client certificate (security issue)", $"{failure.Kind()}: {failure.Message}");
    }

    [Theory]
    [InlineData("a PEM file and an encrypted key", "hunter2", true)]
    [InlineData("a PEM file and its key", null, true)]
    [InlineData("an encrypted PEM file", "hunter2", true)]
    [InlineData("an encrypted PKCS #12 file", "hunter2", true)]
    [InlineData("an encrypted PKCS #12 file", "wrong", false)]
    [InlineData("an encrypted PEM file", "wrong", false)]
    [InlineData("an encrypted PEM file", null, false)]
    public async Task Nginx_AsksForACertificate_OneOfEachShapeOpens(string shape, string? password, bool opens)
    {
        var folder = Directory.CreateTempSubdirectory("hale-client-");
        var (authority, file, key) = (Path.Combine(folder.FullName, "ca.pem"), Path.Combine(folder.FullName, "client.pem"), Path.Combine(folder.FullName, "client.key"));
        var mine = _certificates.Valid();
        var pbe = new System.Security.Cryptography.PbeParameters(
            System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1000);
        var locked = mine.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("hunter2", pbe);
        await File.WriteAllTextAsync(authority, _certificates.Authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var parted = shape.StartsWith("a PEM", StringComparison.Ordinal);
        if (shape.Contains("#12", StringComparison.Ordinal))
            await File.WriteAllBytesAsync(file = Path.ChangeExtension(file, ".p12"), mine.Export(X509ContentType.Pfx, "hunter2"), TestContext.Current.CancellationToken);
        else
            await File.WriteAllTextAsync(file, mine.ExportCertificatePem() + "\n" + (parted ? "" : locked), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(key, password is null ? ClientKey(mine) : locked, TestContext.Current.CancellationToken);
        await using var nginx = await NginxServer.StartAsync(
            $"ssl_verify_client on; ssl_client_certificate {authority}; location / {{ return 200 $ssl_client_fingerprint; }}", _certificates.Valid());
        var client = (parted ? $",\"client_key\":\"{key}\"" : "") + (password is null ? "" : $",\"client_password\":\"{password}\"");

        var seen = await _probe.RunAsync($$"""{"url":"{{nginx.SecureUrl("/")}}","client_cert":"{{file}}","expect":{"body_contains":"{{mine.Thumbprint.ToLowerInvariant()}}"}{{client}}}""");
        var without = await _probe.FailAsync(nginx.SecureUrl("/"));

        folder.Delete(recursive: true);
        Assert.Equal(opens ? null : "hard Internal", seen.Failure?.Kind());
        Assert.Equal("HTTP 400 Bad Request (expected 200-299)", without.Message);
    }

    private static string ClientKey(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
}
