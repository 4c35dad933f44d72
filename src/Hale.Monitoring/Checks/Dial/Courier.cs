using System.Net;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>Carries one HTTP request over the connection that a visit opens for it, for the kinds that speak something else on top of HTTP.</summary>
internal sealed class Courier : IDisposable
{
    /// <summary>The longest headers that are read, in kilobytes.</summary>
    public const int MostHeaders = 64;

    private readonly Visit _visit;
    private readonly HttpMessageInvoker _http;
    private readonly Seen _seen = new();
    private Failure? _unopened;
    private bool _connected;
    private bool _framed;
    private long? _begunAt;

    /// <param name="terms">What TLS is to be like; null for none.</param>
    public Courier(Opener opener, Visit visit, TlsTerms? terms, TimeProvider time)
    {
        _visit = visit;
        Origin = $"{(terms is null ? "http" : "https")}://{visit.Peer}";
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MostHeaders,
            ConnectCallback = async (_, cancel) =>
            {
                // The framework tries again when a connection closes before its answer begins; a check makes one connection, and tells what that one did.
                if (_connected)
                    throw new IOException("connected once already");
                _connected = true;
                (var stream, _unopened) = await opener.OpenAsync(visit, terms, cancel);
                return stream ?? throw new IOException("not opened");
            },
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new Tap(context.PlaintextStream, time, () => _seen)),
        });
    }

    /// <summary>The beginning of every address: <c>https://host:port</c>.</summary>
    public string Origin { get; }

    /// <summary>When the answer began; over HTTP/2, where frames go both ways before there is one, when its headers were in.</summary>
    private long? FirstByteAt => _framed ? _begunAt : _seen.FirstByteAt;

    /// <summary>Sends it and waits for the answer's headers; or why none came.</summary>
    public async Task<(HttpResponseMessage? Answer, Failure? Failure)> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            _framed = request.Version.Major > 1;
            var answer = await _http.SendAsync(request, cancel);
            _begunAt = _visit.Trace.Now;
            if (_seen.WroteAt is { } asked && FirstByteAt is { } begun)
                _visit.Trace.FirstByte(asked, begun);
            _visit.Trace.Answered((int)answer.StatusCode);
            return (answer, null);
        }
        catch (HttpRequestException error)
        {
            return (null, Broke(error));
        }
    }

    /// <summary>The beginning of a body, at most so many bytes of it.</summary>
    public async Task<(byte[] Bytes, Failure? Failure)> ReadAsync(HttpResponseMessage answer, int most, CancellationToken cancel)
    {
        try
        {
            var bytes = new byte[most];
            var length = await (await answer.Content.ReadAsStreamAsync(cancel)).ReadAtLeastAsync(bytes, most, throwOnEndOfStream: false, cancel);
            return (bytes[..length], null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return ([], Broke(error));
        }
    }

    public void Dispose() => _http.Dispose();

    private Failure Broke(Exception error)
    {
        if (_unopened is not null)
            return _unopened;
        if (TlsAlerts.Of(_seen.Broke) is not null)
            return Faults.BrokenTls(_seen.Broke!, _visit.Host, _visit.Port);
        if (Faults.Of(_seen.Broke ?? error) is { } code)
            return Faults.Broken(code, _visit.Host, _visit.Port);
        if (FirstByteAt is null && _seen.Ended)
            return Faults.ClosedEarly(_visit.Host, _visit.Port);
        return (error as HttpIOException ?? error.InnerException as HttpIOException)?.HttpRequestError switch
        {
            HttpRequestError.ResponseEnded => Protocol("the answer was cut short"),
            HttpRequestError.ConfigurationLimitExceeded => Protocol($"the answer's headers are longer than {MostHeaders} kB"),
            HttpRequestError.HttpProtocolError => Protocol("the server does not speak HTTP/2"),
            _ => Protocol("the answer is not HTTP"),
        };
    }

    private static Failure Protocol(string message) => new(FailureKind.Protocol, $"{message} (protocol error)");
}
