using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>
/// A way to send one request after another: the framework's HTTP over connections of our own, so that each phase is timed and each fault has its
/// cause. Made for one check, or kept where the connection is.
/// </summary>
internal sealed class Line : IDisposable
{
    /// <summary>The most that is read of an answer's headers, in kB.</summary>
    public const int MostHeaders = 64;

    private static readonly TimeSpan MostIdle = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(30);
    private readonly HttpCheckOptions _options;
    private readonly Connector _connector;
    private readonly X509Certificate2? _certificate;
    private readonly Seen _left = new();
    private readonly HttpMessageInvoker _invoker;
    private Hop? _hop;

    public Line(HttpCheckOptions options, Connector connector, X509Certificate2? certificate)
    {
        _options = options;
        _connector = connector;
        _certificate = certificate;
        _invoker = new(new SocketsHttpHandler
        {
            UseProxy = options.Manner.Proxy is not null,
            Proxy = options.Manner.Proxy is { } proxy ? new PlainProxy(proxy) : null,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MostHeaders,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = options.Manner.ReuseConnection ? MostAge : TimeSpan.Zero,
            PooledConnectionIdleTimeout = MostIdle,
            RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8,
            ConnectCallback = (_, _) => ConnectAsync(),
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult(Filter(context.PlaintextStream)),
        });
    }

    /// <summary>One check at a time on a kept line.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Sends a request; answers when the headers are in.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Hop hop)
    {
        _hop = hop;
        return _invoker.SendAsync(request, hop.Cancel);
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _certificate?.Dispose();
        Turn.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync()
    {
        // The framework tries again when a connection closes before its answer begins; a check makes one connection, and tells what that one did.
        var hop = _hop!;
        if (!hop.Connect())
            throw new IOException("connected once already");
        var (stream, failure) = await _connector.ConnectAsync(hop, _options.Manner.Proxy, () => Carried(hop)?.Wire ?? _left, Terms(hop.Url.IdnHost));
        hop.Failure = failure;
        return stream ?? throw new IOException("no connection");
    }

    /// <summary>Over TLS the HTTP bytes are tapped too: the wire's first byte is the handshake's.</summary>
    private Stream Filter(Stream plain)
    {
        var opener = _hop!;
        return plain is SslStream ? _connector.Tap(plain, () => Carried(opener)?.Plain ?? _left) : plain;
    }

    /// <summary>
    /// The hop under way, where it goes over the connection that <paramref name="opener"/> opened: its own, or one that was kept. What a connection that
    /// was left still says is no business of the hop after it.
    /// </summary>
    private Hop? Carried(Hop opener) => _hop is { } hop && (hop == opener || (!hop.Connected && IsSamePeer(hop.Url, opener.Url))) ? hop : null;

    /// <summary>Whether one connection may serve both; that to a proxy serves every server without TLS.</summary>
    private bool IsSamePeer(Uri one, Uri other) => one.Scheme == other.Scheme
        && ((_options.Manner.Proxy is not null && one.Scheme == Uri.UriSchemeHttp) || (one.IdnHost == other.IdnHost && one.Port == other.Port));

    private TlsTerms Terms(string host) =>
        new(host, _options.Manner.InsecureTls, _certificate, _options.Manner.HttpVersion.Major == 2 ? [SslApplicationProtocol.Http2] : [SslApplicationProtocol.Http11]);
}
