using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Redis;

/// <summary>Which Redis server is asked, and as whom.</summary>
internal sealed record RedisCheckOptions : ICheckOptions
{
    /// <summary><c>redis://user:password@host:port/database</c>; <c>rediss</c> for TLS from the start.</summary>
    public required PeerUrl Url { get; init; }

    /// <summary>Whether any certificate will do.</summary>
    /// <value>Default: false.</value>
    public bool InsecureTls { get; init; }

    /// <summary>The number of the database; null for the server's first one, which needs no choosing.</summary>
    public string? Database => Url.Path.Length > 0 ? Url.Path : null;

    /// <summary>Whether TLS is spoken from the start.</summary>
    public bool Tls => Url.Scheme == "rediss";

    /// <inheritdoc/>
    public string ServiceType => "cache";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.Host, Url.Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "redis", ["url"] = Url.Shown(secrets) };
        if (InsecureTls)
            described["insecure_tls"] = true;
        return described;
    }
}
