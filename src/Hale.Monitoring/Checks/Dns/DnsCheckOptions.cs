using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>What is asked of which resolver, and what must be among its answers. Two are equal when they are described alike.</summary>
internal sealed record DnsCheckOptions : ICheckOptions
{
    /// <summary><c>dns://resolver/name?type=A</c>, as a person wrote it.</summary>
    public required Uri Url { get; init; }

    public required DnsQuestion Question { get; init; }

    /// <summary>Values that must be among the answers; empty when any answer will do.</summary>
    public IReadOnlyList<string> Expect { get; init; } = [];

    /// <summary>The resolver's port, 53 when the URL names none.</summary>
    public int Port => Url.Port > 0 ? Url.Port : 53;

    /// <inheritdoc/>
    public string ServiceType => "dns";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.IdnHost, Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "dns", ["url"] = Url.OriginalString };
        if (Expect.Count == 1)
            described["expect"] = Expect[0];
        else if (Expect.Count > 1)
            described["expect"] = new JsonArray([.. Expect.Select(each => JsonValue.Create(each))]);
        return described;
    }

    /// <inheritdoc/>
    public bool Equals(DnsCheckOptions? other) => other is not null && Url.OriginalString == other.Url.OriginalString && Expect.SequenceEqual(other.Expect);

    /// <inheritdoc/>
    public override int GetHashCode() => Url.OriginalString.GetHashCode(StringComparison.Ordinal);
}
