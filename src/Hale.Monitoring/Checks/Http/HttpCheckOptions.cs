using System.Collections.ObjectModel;
using System.Net;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Http.Quick;

namespace Hale.Monitoring.Checks.Http;

/// <summary>What an HTTP check asks and expects. Two are equal when they are described alike and read with the same column.</summary>
internal sealed record HttpCheckOptions : ICheckOptions
{
    public static readonly Version Http11 = System.Net.HttpVersion.Version11;

    private IPEndPoint? _end;
    private byte[]? _request;

    /// <summary>Where to ask, as a person wrote it; its credentials become a Basic login.</summary>
    public required Uri Url { get; init; }

    /// <summary>Which default of success holds.</summary>
    public required Column Column { get; init; }

    /// <value>Default: GET.</value>
    public string Method { get; init; } = "GET";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public string? Body { get; init; }

    /// <summary>Whether redirects are followed, at most five.</summary>
    /// <value>Default: true.</value>
    public bool FollowRedirects { get; init; } = true;

    public Expectation Expect { get; init; } = Expectation.Nothing;

    /// <summary>Whether any certificate will do.</summary>
    /// <value>Default: false.</value>
    public bool InsecureTls { get; init; }

    /// <summary>
    /// Whether a TLS session may be resumed with a server whose certificate was judged in full within the last five minutes and that did not fail
    /// since.
    /// </summary>
    /// <value>Default: true.</value>
    public bool TlsResume { get; init; } = true;

    /// <summary>The certificate shown to a server that asks for one.</summary>
    /// <value>Default: null, none.</value>
    public ClientIdentity? Client { get; init; }

    /// <summary>The HTTP proxy that leads to the target; its credentials become a Basic login there.</summary>
    /// <value>Default: null, none; the environment's is not used.</value>
    public Uri? Proxy { get; init; }

    /// <value>Default: 1.1. Allowed: 1.1, 2, 3.</value>
    public Version HttpVersion { get; init; } = Http11;

    /// <summary>Whether the connection is kept from one check to the next.</summary>
    /// <value>Default: false, a fresh one each time.</value>
    public bool ReuseConnection { get; init; }

    /// <summary>A valid certificate that expires sooner than this degrades; null for never.</summary>
    /// <value>Default: null. Allowed: 1 h to 3650 d.</value>
    public TimeSpan? CertificateWarnBefore { get; init; }

    /// <summary>Whether the answer's text is kept in the observation; not a part of the description.</summary>
    /// <value>Default: false.</value>
    public bool KeepBody { get; init; }

    /// <inheritdoc/>
    public string ServiceType => "api";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.IdnHost, Url.Port);

    /// <inheritdoc/>
    public ICheckOptions KeepingBody() => this with { KeepBody = true };

    /// <summary>Where to connect when the URL holds an address; null when it holds a name.</summary>
    public IPEndPoint? End => _end is null && IPAddress.TryParse(Url.IdnHost, out var address) ? _end = new(address, Url.Port) : _end;

    /// <summary>The first request as it goes over the wire; made when first asked for.</summary>
    public ReadOnlyMemory<byte> Request => _request ??= RequestBytes.First(this);

    /// <summary>The statuses that are a success.</summary>
    public StatusSet Success => Expect.Status ?? (Column == Column.Target ? StatusSet.Target : StatusSet.Service);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets) => HttpDescription.Of(this, secrets);

    /// <inheritdoc/>
    public bool Equals(HttpCheckOptions? other) =>
        ReferenceEquals(this, other) || (other is not null && Column == other.Column && Canonical == other.Canonical);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Column, Canonical);

    /// <summary>Shows no credentials.</summary>
    public override string ToString() => Describe(secrets: false).ToJsonString();

    private string Canonical => Describe(secrets: true).ToJsonString();
}
