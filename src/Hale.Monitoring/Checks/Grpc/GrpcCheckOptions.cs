using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Grpc;

/// <summary>Which gRPC server is asked, and for which of its services.</summary>
internal sealed record GrpcCheckOptions : ICheckOptions
{
    /// <summary><c>grpc://host:port/service</c>; <c>grpcs</c> for TLS.</summary>
    public required PeerUrl Url { get; init; }

    /// <summary>What goes along with the call: names and values.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether any certificate will do.</summary>
    /// <value>Default: false.</value>
    public bool InsecureTls { get; init; }

    /// <summary>The service's full name, such as <c>shop.Orders</c>; empty for the server as a whole.</summary>
    public string Service => Url.Path;

    /// <summary>Whether TLS is spoken.</summary>
    public bool Tls => Url.Scheme == "grpcs";

    /// <inheritdoc/>
    public string ServiceType => "api";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.Host, Url.Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "grpc", ["url"] = Url.Text };
        if (Headers.Count > 0)
        {
            described["headers"] = new JsonObject(Sorted.Select(pair => KeyValuePair.Create<string, JsonNode?>(
                pair.Key, secrets || !Secrets.IsSecret(pair.Key) ? pair.Value : Secrets.Mask)));
        }

        if (InsecureTls)
            described["insecure_tls"] = true;
        return described;
    }

    /// <inheritdoc/>
    public bool Equals(GrpcCheckOptions? other) => other is not null && Url == other.Url && InsecureTls == other.InsecureTls && Sorted.SequenceEqual(other.Sorted);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Url, InsecureTls, Headers.Count);

    private IEnumerable<KeyValuePair<string, string>> Sorted => Headers.OrderBy(pair => pair.Key, StringComparer.Ordinal);
}
