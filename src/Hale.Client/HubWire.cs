using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Hale.Client;

/// <summary>Sends requests to the hub and turns its answers into records and typed exceptions.</summary>
internal sealed class HubWire : IDisposable
{
    /// <summary>A forced check may take as long as the longest timeout of a check.</summary>
    private static readonly TimeSpan PatientLimit = TimeSpan.FromMinutes(11);

    private readonly HttpClient _http;
    private readonly HttpClient _patient;
    private readonly HttpClient _endless;
    private readonly bool _owned;

    private HubWire(HttpClient http, HttpClient patient, HttpClient endless, bool owned)
    {
        _http = http;
        _patient = patient;
        _endless = endless;
        _owned = owned;
    }

    public Uri Address => _http.BaseAddress!;

    public static HubWire Open(Uri address, string? token)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // A proxy of the environment is for the world outside; it could not reach this machine's own hub.
            UseProxy = !address.IsLoopback,
        };
        HttpClient Make(TimeSpan limit, bool last)
        {
            var http = new HttpClient(handler, disposeHandler: last) { BaseAddress = address, Timeout = limit };
            http.DefaultRequestHeaders.Authorization = HaleClient.Bearer(token);
            return http;
        }

        // What is sent as a stream takes as long as the hub takes to keep it; whoever sends it may cancel.
        return new(Make(TimeSpan.FromSeconds(100), last: false), Make(PatientLimit, last: false), Make(Timeout.InfiniteTimeSpan, last: true), owned: true);
    }

    public static HubWire Over(HttpClient http)
    {
        if (http.BaseAddress is null)
            throw new ArgumentException("needs a base address: the hub's", nameof(http));
        return new(http, http, http, owned: false);
    }

    /// <summary>The address with a slash at its end, so that paths are put behind it and do not replace its last segment.</summary>
    public static Uri Base(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{address}' is not an http or https URL such as {HaleClient.DefaultAddress}", nameof(address));
        return new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, (string Kind, string Id)? what, CancellationToken cancel) =>
        SendAsync(new(HttpMethod.Get, path, What: what), type, cancel);

    public async Task<T> SendAsync<T>(Ask ask, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using var answer = await AskAsync(ask, cancel);
        await Refusals.CheckAsync(answer, ask.What, cancel);
        return await ReadAsync(answer, type, cancel);
    }

    /// <summary>Sends what answers nothing that matters.</summary>
    public async Task SendAsync(Ask ask, CancellationToken cancel)
    {
        using var answer = await AskAsync(ask, cancel);
        await Refusals.CheckAsync(answer, ask.What, cancel);
    }

    /// <summary>Asks for what means the same whatever its HTTP status, unless it comes from somebody before the hub.</summary>
    public async Task<T> AnyAsync<T>(Ask ask, JsonTypeInfo<T> type, Func<T, int, T> done, CancellationToken cancel)
    {
        using var answer = await AskAsync(ask, cancel);
        if (answer.Content.Headers.ContentType?.MediaType is not "application/json")
            await Refusals.CheckAsync(answer, null, cancel);
        return done(await ReadAsync(answer, type, cancel), (int)answer.StatusCode);
    }

    /// <summary>Copies an answer as it comes in, however long it is.</summary>
    public async Task CopyAsync(Ask ask, Stream to, CancellationToken cancel)
    {
        using var answer = await AskAsync(ask, cancel, HttpCompletionOption.ResponseHeadersRead);
        await Refusals.CheckAsync(answer, ask.What, cancel);
        try
        {
            await using var from = await answer.Content.ReadAsStreamAsync(cancel);
            await from.CopyToAsync(to, cancel);
        }
        catch (IOException error) when (error is HttpIOException || error.InnerException is SocketException)
        {
            throw new HaleUnreachableException(Address, "the answer was cut short", error);
        }
    }

    public void Dispose()
    {
        if (!_owned)
            return;
        _http.Dispose();
        _patient.Dispose();
        _endless.Dispose();
    }

    private static HttpRequestMessage Request(Ask ask)
    {
        var request = new HttpRequestMessage(ask.Method, ask.Path);
        if (ask.Etag is { } etag)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{etag.Trim('"')}\""));
        if (ask.Body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(ask.Body, WireJson.Default.JsonObject));
            request.Content.Headers.ContentType = new("application/json");
        }
        else if (ask.Stream is not null)
        {
            request.Content = new LentContent(ask.Stream);
            request.Content.Headers.ContentType = new("application/json");
        }

        return request;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
            return await JsonSerializer.DeserializeAsync(stream, type, cancel) ?? throw new JsonException("nothing was answered");
        }
        catch (JsonException error)
        {
            throw new HaleException($"{answer.RequestMessage?.RequestUri} does not answer as a Hale hub does: {error.Message}", inner: error);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(
        Ask ask, CancellationToken cancel, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        var http = ask.Stream is not null ? _endless : ask.Patient ? _patient : _http;
        using var request = Request(ask);
        try
        {
            return await http.SendAsync(request, until, cancel);
        }
        catch (HttpRequestException error)
        {
            throw new HaleUnreachableException(Address, Reason(error), error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new HaleUnreachableException(Address, "no answer in time", error);
        }
    }

    /// <summary>The innermost cause in a few words.</summary>
    internal static string Reason(Exception error) => error.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "the name can't be resolved",
        SocketException socket => socket.Message,
        var inner => inner.Message,
    };
}

/// <summary>One request.</summary>
/// <param name="What">What it is about, for a 404.</param>
/// <param name="Etag">The version that is meant.</param>
/// <param name="Patient">Whether a check takes place before the answer.</param>
/// <param name="Stream">What is sent as it is, instead of a body.</param>
internal sealed record Ask(
    HttpMethod Method, string Path, JsonObject? Body = null, (string Kind, string Id)? What = null, string? Etag = null, bool Patient = false, Stream? Stream = null);

/// <summary>A stream that is sent and stays its owner's, to be closed.</summary>
internal sealed class LentContent(Stream lent) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => lent.CopyToAsync(stream);

    protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken) =>
        lent.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
