using System.Net.Sockets;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Dial;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>TLS sessions that are resumed, and servers that are not what they were.</summary>
public sealed class HttpResumeTests : IDisposable
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly Certificates _certificates;
    private readonly Probe _probe;

    public HttpResumeTests()
    {
        _certificates = new(_time.GetUtcNow());
        _probe = new(_certificates, time: _time);
    }

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task Session_OfAKnownServer_IsResumedUntilFiveMinutesHavePassed(string version)
    {
        await using var nginx = await NginxServer.StartAsync(Telling(version), _certificates.Valid());
        var spec = Spec($"{{\"url\":\"{nginx.SecureUrl("/")}\"}}");

        Assert.Equal([".", ".", "r", "r"], await AskAsync(spec, 4));
        _time.Advance(Acquaintance.Lasts);
        Assert.Equal([".", "r"], await AskAsync(spec, 2));
    }

    [Fact]
    public async Task Session_ResumingForbidden_IsNewEachTime()
    {
        await using var nginx = await NginxServer.StartAsync(Telling("TLSv1.3"), _certificates.Valid());
        var spec = Spec($"{{\"url\":\"{nginx.SecureUrl("/")}\",\"tls_resume\":false}}");

        Assert.Equal([".", ".", ".", "."], await AskAsync(spec, 4));
    }

    [Fact]
    public async Task Resumed_ExpiryAndVersion_AreToldAsEver()
    {
        var certificate = _certificates.Valid();
        await using var nginx = await NginxServer.StartAsync(Telling("TLSv1.3"), certificate);
        var spec = Spec($"{{\"url\":\"{nginx.SecureUrl("/")}\"}}");
        await AskAsync(spec, 3);

        var seen = await _probe.RunAsync(spec);

        Assert.Equal("r", seen.Body);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), seen.CertificateExpiresAt!.Value.UtcDateTime);
        Assert.Equal(System.Security.Authentication.SslProtocols.Tls13, seen.TlsVersion);
        Assert.NotNull(seen.Phases.TlsMs);
    }

    [Fact]
    public async Task Replaced_ByAnotherOfTheSameAuthority_ItsExpiryIsToldAtOnce()
    {
        var after = _certificates.Valid(TimeSpan.FromDays(90));
        var (spec, port) = await AcquaintedAsync();

        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"), after, port: port);
        var seen = await _probe.RunAsync(spec);

        Assert.Null(seen.Failure);
        Assert.Equal(after.NotAfter.ToUniversalTime(), seen.CertificateExpiresAt!.Value.UtcDateTime);
    }

    [Fact]
    public async Task Replaced_ByOneThatIsNotTrusted_FailsAtOnceWithTheReason()
    {
        using var other = new Certificates(_time.GetUtcNow());
        var (spec, port) = await AcquaintedAsync();

        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"), other.Valid(), port: port);
        var seen = await _probe.RunAsync(spec);

        Assert.Equal("the certificate's issuer Hale test authority is not trusted (security issue)", seen.Failure!.Message);
    }

    [Fact]
    public async Task Known_HandshakeAfterHandshake_HoldsNoMoreCertificates()
    {
        await using var nginx = await NginxServer.StartAsync(Telling("TLSv1.3"), _certificates.Valid());
        Acquaintance? known = null;
        var terms = new TlsTerms("localhost", Insecure: false, null, null) { Known = met => known = met };
        var cancel = TestContext.Current.CancellationToken;
        var (first, failure) = await new Handshake(_time, _certificates.Trust).RunAsync(await WireAsync(nginx, cancel), terms, new(_time), cancel);
        Assert.Null(failure);
        await first!.DisposeAsync();
        var held = Held(known!);

        for (var i = 0; i < 5; i++)
        {
            var (stream, same) = await Handshake.ResumeAsync(await WireAsync(nginx, cancel), known!, new(_time), cancel);
            Assert.True(same);
            await stream!.DisposeAsync();
        }

        Assert.Equal(held, Held(known!));
    }

    private static int Held(Acquaintance known) =>
        known.Options.CertificateChainPolicy!.ExtraStore.Count + known.Options.CertificateChainPolicy.CustomTrustStore.Count;

    private static async Task<NetworkStream> WireAsync(NginxServer nginx, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", nginx.SecurePort!.Value, cancel);
        return new(socket, ownsSocket: true);
    }

    private static string Telling(string version) => $"ssl_protocols {version}; location / {{ return 200 $ssl_session_reused; }}";

    private CheckSpec Spec(string described)
    {
        var spec = _probe.Spec(described);
        return spec with { Options = spec.Options.KeepingBody() };
    }

    private async Task<List<string>> AskAsync(CheckSpec spec, int times)
    {
        var bodies = new List<string>();
        for (var i = 0; i < times; i++)
        {
            var seen = await _probe.RunAsync(spec);
            Assert.Null(seen.Failure);
            bodies.Add(seen.Body!);
        }

        return bodies;
    }

    private async Task<(CheckSpec Spec, int Port)> AcquaintedAsync()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"), _certificates.Valid());
        var spec = Spec($"{{\"url\":\"{site.Url(host: "localhost")}\"}}");
        await AskAsync(spec, 3);
        return (spec, site.Port);
    }
}
