using Hale.Monitoring.Checks.Http;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>Through a real proxy to a real server, plain and over TLS; and through proxies that are not what they should be.</summary>
public sealed class HttpProxyTests : IAsyncLifetime
{
    private readonly Certificates _certificates = new(TimeProvider.System.GetUtcNow());
    private readonly Probe _probe;
    private NginxServer? _nginx;

    public HttpProxyTests() => _probe = new(_certificates);

    public async ValueTask InitializeAsync() => _nginx = await NginxServer.StartAsync(
        "location / { return 200 \"via=$http_via auth=$http_proxy_authorization\"; } location /away { return 302 $scheme://$http_host/; }", _certificates.Valid());

    public async ValueTask DisposeAsync()
    {
        await _nginx!.DisposeAsync();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Plain_AnswerComesThroughTheProxy(bool reuse)
    {
        await using var proxy = await ProxyServer.StartAsync();
        var spec = _probe.Spec($$"""{"url":"{{_nginx!.Url("/away")}}","proxy":"{{proxy.Url()}}","reuse_connection":{{(reuse ? "true" : "false")}},"expect":{"body_contains":"tinyproxy"} }""");

        for (var i = 0; i < 2; i++)
            Assert.Null((await _probe.RunAsync(spec)).Failure);
    }

    [Fact]
    public async Task Tls_TunnelIsMade_AndTheCertificateIsTheTargets()
    {
        await using var proxy = await ProxyServer.StartAsync();

        var seen = await _probe.AskAsync($$"""{"url":"{{_nginx!.SecureUrl("/away")}}","proxy":"{{proxy.Url()}}","expect":{"body_contains":"via= auth="} }""");

        Assert.Null(seen.Failure);
        Assert.NotNull(seen.CertificateExpiresAt);
        Assert.NotNull(seen.Phases.TlsMs);
        Assert.Contains(seen.Evidence, step => step.StartsWith($"the proxy 127.0.0.1:{proxy.Port} connected to localhost:{_nginx.SecurePort} in ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ann:s%5Fcret@", true, null)]
    [InlineData("ann:s%5Fcret@", false, null)]
    [InlineData("ann:wrong@", true, "hard Auth: the proxy # wants another login (access denied)")]
    [InlineData("", true, "hard Auth: the proxy # wants another login (access denied)")]
    [InlineData("", false, "hard HttpStatus: HTTP 407 Proxy Authentication Required (the proxy wants another login)")]
    [InlineData("ann:wrong@", false, "hard HttpStatus: HTTP 401 Unauthorized (access denied)")]
    public async Task Login_IsTheProxysAlone(string login, bool tls, string? told)
    {
        await using var proxy = await ProxyServer.StartAsync("BasicAuth ann s_cret");
        var url = tls ? _nginx!.SecureUrl("/") : _nginx!.Url("/");

        var seen = await _probe.RunAsync($$"""{"url":"{{url}}","proxy":"{{proxy.Url(login)}}","expect":{"body_matches":"auth=$"} }""");

        Assert.Equal(told?.Replace("#", $"127.0.0.1:{proxy.Port}", StringComparison.Ordinal), seen.Failure is { } failure ? $"{failure.Kind()}: {failure.Message}" : null);
        Assert.DoesNotContain(seen.Evidence, step => step.Contains("cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tls_PortIsNotAllowed_IsAccessDenied()
    {
        await using var proxy = await ProxyServer.StartAsync("ConnectPort 443");
        var failure = await _probe.FailAsync($$"""{"url":"{{_nginx!.SecureUrl("/")}}","proxy":"{{proxy.Url()}}"}""");
        Assert.Equal("hard Auth", failure.Kind());
        Assert.Equal($"the proxy 127.0.0.1:{proxy.Port} lets nobody through to localhost:{_nginx.SecurePort} (access denied)", failure.Message);
    }

    [Fact]
    public async Task Tls_TargetIsAway_IsUnreachable()
    {
        await using var proxy = await ProxyServer.StartAsync();
        Assert.Equal("hard Unreachable", (await _probe.FailAsync($$"""{"url":"https://127.0.0.1:{{Ports.Free()}}/","proxy":"{{proxy.Url()}}"}""")).Kind());
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Proxy_IsAway_IsRefusedThere(string scheme)
    {
        var port = Ports.Free();
        var failure = await _probe.FailAsync($$"""{"url":"{{scheme}}://localhost:1/","proxy":"http://127.0.0.1:{{port}}"}""");
        Assert.Equal("hard Refused", failure.Kind());
        Assert.Equal($"nothing listens on 127.0.0.1:{port} (connection refused)", failure.Message);
    }

    [Theory]
    [InlineData("", "hard Reset")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "hard Protocol")]
    [InlineData("HTTP/1.1 200", "hard Protocol")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nand more", "hard Protocol")]
    [InlineData("HTTP/1.1 503 Busy\r\n\r\n", "hard Unreachable")]
    public async Task Tunnel_RudeProxy_IsToldByItsCause(string answer, string kind)
    {
        await using var proxy = RawSite.Answering(answer);
        Assert.Equal(kind, (await _probe.FailAsync($$"""{"url":"https://localhost:1/","proxy":"{{proxy.Url("")}}"}""")).Kind());
    }

    [Fact]
    public async Task Tunnel_ProxyHangs_IsConnectTimeout()
    {
        using var heard = new SemaphoreSlim(0);
        await using var proxy = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            heard.Release();
            await visit.HangAsync();
        });
        var seen = await new Probe(_certificates, time: new()).RunOutAsync($$"""{"url":"https://shop.example/","proxy":"{{proxy.Url("")}}"}""", heard);
        Assert.Equal("hard ConnectTimeout", seen.Failure!.Kind());
        Assert.Equal("no connection to shop.example:443 within 1m (connect timeout)", seen.Failure!.Message);
    }

    [Fact]
    public void Judge_AnyBytes_NeverThrowsAndOnlyTwoHundredsOpen()
    {
        Seeds.Each(2_000, random =>
        {
            var answer = "HTTP/1.1 200 OK\r\n\r\n"u8.ToArray();
            for (var i = random.Next(4); i > 0; i--)
                answer[random.Next(answer.Length)] = (byte)random.Next(256);
            var length = random.Next(answer.Length + 1);
            if (Proxying.Judge(answer.AsSpan(0, length), length, "p", "t") is null)
                Assert.Matches("^HTTP/1\\..\\s2[0-9][0-9]", System.Text.Encoding.Latin1.GetString(answer, 0, length));
        });
    }
}
