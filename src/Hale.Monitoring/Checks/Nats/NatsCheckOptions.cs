using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Nats;

/// <summary>Which NATS server is asked, and as whom.</summary>
internal sealed record NatsCheckOptions : ICheckOptions
{
    /// <summary><c>nats://user:password@host:port</c>; a user alone is a token.</summary>
    public required PeerUrl Url { get; init; }

    /// <summary>Whether JetStream must answer too.</summary>
    /// <value>Default: false.</value>
    public bool JetStream { get; init; }

    /// <summary>Whether TLS must be spoken; without it, where the server wants it.</summary>
    /// <value>Default: false.</value>
    public bool Tls { get; init; }

    /// <summary>Whether any certificate will do.</summary>
    /// <value>Default: false.</value>
    public bool InsecureTls { get; init; }

    /// <inheritdoc/>
    public string ServiceType => "queue";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.Host, Url.Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "nats", ["url"] = Url.Shown(secrets) };
        if (JetStream)
            described["jetstream"] = true;
        if (Tls)
            described["tls"] = true;
        if (InsecureTls)
            described["insecure_tls"] = true;
        return described;
    }
}
