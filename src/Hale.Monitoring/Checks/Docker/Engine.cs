using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>The engine did not do what it was asked for, and why.</summary>
internal sealed class EngineException(Failure failure) : Exception(failure.Message)
{
    public Failure Failure => failure;
}

/// <summary>What an engine answered.</summary>
/// <param name="Json">Its body; null when that is no JSON object.</param>
internal sealed record EngineAnswer(HttpStatusCode Status, JsonElement? Json)
{
    public bool Good => (int)Status is >= 200 and < 300;

    /// <summary>What an engine says of what went wrong.</summary>
    public string? Message => Json is { } json && json.Text("message") is { } message ? Quoted.Of(message) : null;
}

/// <summary>
/// The Docker Engine API over a unix socket, for one check; Podman speaks it too. Asks for version 1.41, and for the engine's own where it doesn't know
/// that one.
/// </summary>
internal sealed class Engine : IDisposable
{
    private const string Version = "1.41";
    private const int Most = 4 << 20;
    private const int MostHeaders = 64;

    private readonly string _socket;
    private readonly Trace _trace;
    private readonly HttpClient _http;
    private string _version = Version;

    public Engine(string socket, Trace trace)
    {
        _socket = socket;
        _trace = trace;
        _http = new(new SocketsHttpHandler
        {
            ConnectCallback = (_, cancel) => ConnectAsync(cancel),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MostHeaders,
        })
        {
            BaseAddress = new("http://docker"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether it is Podman, by its last answer.</summary>
    public bool IsPodman { get; private set; }

    /// <summary>Asks for what there is.</summary>
    /// <exception cref="EngineException">It can't be asked, or does not answer as an engine does.</exception>
    public Task<EngineAnswer> GetAsync(string path, CancellationToken cancel) => AskAsync(() => new(HttpMethod.Get, Versioned(path)), cancel);

    /// <summary>Asks it to do something.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<EngineAnswer> PostAsync(string path, JsonObject body, CancellationToken cancel) => AskAsync(() => Post(path, body), cancel);

    /// <summary>Podman's own API.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<EngineAnswer> GetPodmanAsync(string path, CancellationToken cancel) => AskAsync(() => new(HttpMethod.Get, $"/v4.0.0/libpod{path}"), cancel);

    /// <summary>Asks it to do something and hears what comes of it, piece by piece, to the end.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task HearAsync(string path, JsonObject body, Func<ReadOnlyMemory<byte>, ValueTask> hear, CancellationToken cancel) => GuardAsync(
        async () =>
        {
            using var request = Post(path, body);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (!response.IsSuccessStatusCode)
                throw Refused(await ReadAsync(response, cancel));
            await using var stream = await response.Content.ReadAsStreamAsync(cancel);
            var buffer = new byte[64 * 1024];
            while (await stream.ReadAsync(buffer, cancel) is > 0 and var length)
                await hear(buffer.AsMemory(0, length));
            return true;
        },
        cancel);

    /// <summary>What it means that an engine refuses something.</summary>
    public EngineException Refused(EngineAnswer answer)
    {
        var said = answer.Message is { } message ? $": {message}" : "";
        return new(answer.Status switch
        {
            _ when answer.Json is null && !answer.Good => Foreign(),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(FailureKind.Auth, $"the engine at {_socket} forbids it{said}"),
            >= HttpStatusCode.InternalServerError => new(FailureKind.HttpStatus, $"the engine at {_socket} fails with HTTP {(int)answer.Status}{said}", Soft: true),
            var status => new(FailureKind.HttpStatus, $"the engine at {_socket} refuses with HTTP {(int)status}{said}"),
        });
    }

    public Failure Foreign() => new(FailureKind.Protocol, $"what listens at {_socket} does not answer as the Docker Engine does");

    public void Dispose() => _http.Dispose();

    private async Task<EngineAnswer> AskAsync(Func<HttpRequestMessage> request, CancellationToken cancel)
    {
        var answer = await SendAsync(request, cancel);
        // An engine that doesn't know this version names its own when it is pinged.
        if (answer.Status != HttpStatusCode.BadRequest || _version != Version || await OwnVersionAsync(cancel) is not { } own || own == Version)
            return answer;
        _version = own;
        return await SendAsync(request, cancel);
    }

    private Task<EngineAnswer> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancel) => GuardAsync(
        async () =>
        {
            using var request = make();
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return await ReadAsync(response, cancel);
        },
        cancel);

    private Task<string?> OwnVersionAsync(CancellationToken cancel) => GuardAsync(
        async () =>
        {
            using var response = await _http.GetAsync(new Uri("/_ping", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);
            return response.Headers.TryGetValues("Api-Version", out var versions) && System.Version.TryParse(versions.First(), out var version) ? version.ToString() : null;
        },
        cancel);

    private string Versioned(string path) => $"/v{_version}{path}";

    private HttpRequestMessage Post(string path, JsonObject body) =>
        new(HttpMethod.Post, Versioned(path)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };

    private async Task<EngineAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        IsPodman = response.Headers.Contains("Libpod-Api-Version");
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var length)
        {
            body.Write(buffer, 0, length);
            if (body.Length > Most)
                throw new EngineException(Foreign());
        }

        return new(response.StatusCode, Parse(body.GetBuffer().AsMemory(0, (int)body.Length)));
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        using var document = LooseJson.Parse(body);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root ? root.Clone() : null;
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var since = _trace.Now;
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancel);
            if (_trace.Stage == Stage.Connecting)
                _trace.Did($"connected to {_socket}", since);
            _trace.Stage = Stage.Asking;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new EngineException(Unconnected(error.SocketErrorCode));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Failure Unconnected(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => new(FailureKind.Refused, $"nothing listens on {_socket} (connection refused)"),
        SocketError.AccessDenied => new(FailureKind.Auth, $"this hub's user may not use {_socket} (permission denied)"),
        _ when !Path.Exists(_socket) => new(FailureKind.Refused, $"there is no {_socket}, so the engine does not run or its socket is elsewhere"),
        SocketError.TooManyOpenSockets => new(FailureKind.Internal, "this machine has no more sockets to open"),
        _ => new(FailureKind.Unreachable, $"{_socket} can't be connected to"),
    };

    /// <summary>Names what breaks by its cause.</summary>
    private async Task<T> GuardAsync<T>(Func<Task<T>> talk, CancellationToken cancel)
    {
        try
        {
            return await talk();
        }
        catch (Exception error) when (error.InnerException is EngineException refused && !cancel.IsCancellationRequested)
        {
            throw refused;
        }
        catch (Exception error) when (error is HttpRequestException or IOException && !cancel.IsCancellationRequested)
        {
            throw new EngineException(Broken(error));
        }
    }

    private Failure Broken(Exception error) => error is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
        ? Foreign()
        : new(FailureKind.Reset, $"the engine at {_socket} closed the connection before the end of an answer");
}
