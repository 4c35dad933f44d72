using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Http.Quick;

namespace Hale.Monitoring.Checks.Http;

/// <summary>
/// What an HTTP check asks and expects. Two are equal when they are described alike and read with the same column. There is one to every service, so it holds
/// no more than it must: the address as text, and the manner, which most share.
/// </summary>
internal sealed record HttpCheckOptions : ICheckOptions
{
    // Of a URL that holds a name, so that it is not looked at again.
    private static readonly IPEndPoint Nowhere = new(IPAddress.None, 0);

    private const int MostShared = 1024;

    // Of a hundred thousand services many are on the same hosts.
    private static readonly ConcurrentDictionary<IPEndPoint, IPEndPoint> Ends = new();

    private readonly string _url = "";
    private readonly bool _secure;
    private IPEndPoint? _end;
    private FirstRequest? _request;

    /// <summary>
    /// Where to ask, as a person wrote it; its credentials become a Basic login. Made anew each time: one that was asked for its parts holds them all, several
    /// times what the text takes.
    /// </summary>
    public required Uri Url
    {
        get => new(_url);
        init => (_url, _secure) = (value.OriginalString, value.Scheme == Uri.UriSchemeHttps);
    }

    /// <summary>Whether it is asked over TLS.</summary>
    public bool IsSecure => _secure;

    /// <summary>The URL's text.</summary>
    public string Address => _url;

    public required HttpManner Manner { get; init; }

    /// <inheritdoc cref="HttpManner.Method"/>
    public string Method => Manner.Method;

    /// <inheritdoc cref="HttpManner.Headers"/>
    public IReadOnlyDictionary<string, string> Headers => Manner.Headers;

    /// <inheritdoc cref="HttpManner.Body"/>
    public string? Body => Manner.Body;

    /// <inheritdoc cref="HttpManner.Expect"/>
    public Expectation Expect => Manner.Expect;

    /// <inheritdoc/>
    public string ServiceType => "api";

    /// <inheritdoc/>
    public string Peer
    {
        get
        {
            var url = Url;
            return Faults.Join(url.IdnHost, url.Port);
        }
    }

    /// <inheritdoc/>
    public ICheckOptions KeepingBody() => this with { Manner = Manner with { KeepBody = true } };

    /// <summary>Where to connect when the URL holds an address; null when it holds a name.</summary>
    public IPEndPoint? End => (_end ??= FindEnd()) is var end && end == Nowhere ? null : end;

    /// <summary>The first request as it goes over the wire.</summary>
    /// <param name="room">Where it is made, unless it is held; replaced when it is too small.</param>
    public ReadOnlyMemory<byte> Request(ref byte[] room) => (_request ??= FirstRequest.Of(this)).Write(this, ref room);

    /// <summary>The statuses that are a success.</summary>
    public StatusSet Success => Expect.Status ?? (Manner.Column == Column.Target ? StatusSet.Target : StatusSet.Service);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets) => HttpDescription.Of(this, secrets);

    /// <inheritdoc/>
    public bool Equals(HttpCheckOptions? other) =>
        ReferenceEquals(this, other) || (other is not null && Manner.Column == other.Manner.Column && Canonical == other.Canonical);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Manner.Column, Canonical);

    /// <summary>Shows no credentials.</summary>
    public override string ToString() => Describe(secrets: false).ToJsonString();

    private string Canonical => Describe(secrets: true).ToJsonString();

    private IPEndPoint FindEnd()
    {
        var url = Url;
        if (!IPAddress.TryParse(url.IdnHost, out var address))
            return Nowhere;
        var end = new IPEndPoint(address, url.Port);
        return Ends.TryGetValue(end, out var known) ? known : Ends.Count < MostShared ? Ends.GetOrAdd(end, end) : end;
    }
}
