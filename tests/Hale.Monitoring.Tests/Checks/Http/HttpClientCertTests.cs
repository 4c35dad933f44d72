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

    private static string ClientKey(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
}
