using System.Collections.Concurrent;
using System.Collections.ObjectModel;

namespace Hale.Monitoring.Checks.Http;

/// <summary>How an HTTP server is asked and what it must answer: all of a check but where it goes.</summary>
internal sealed record HttpManner
{
    public static readonly Version Http11 = System.Net.HttpVersion.Version11;

    private const int MostShared = 256;

    private static readonly ConcurrentDictionary<HttpManner, HttpManner> Known = new();

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

    /// <summary>Whether it holds nothing that may be a credential.</summary>
    public bool IsPlain => this is { Headers.Count: 0, Body: null, Client: null, Proxy: null } && ReferenceEquals(Expect, Expectation.Nothing);

    /// <summary>
    /// One that is equal, if there is one already: of thousands of services nearly all are asked in one of a few ways. What may hold a credential is not kept
    /// beyond its service, and not shared.
    /// </summary>
    public static HttpManner Shared(HttpManner manner)
    {
        if (!manner.IsPlain)
            return manner;
        return Known.TryGetValue(manner, out var known) ? known : Known.Count < MostShared ? Known.GetOrAdd(manner, manner) : manner;
    }
}
