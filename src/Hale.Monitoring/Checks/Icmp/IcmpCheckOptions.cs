using System.Text.Json.Nodes;

namespace Hale.Monitoring.Checks.Icmp;

/// <summary>Which host is pinged, and how often.</summary>
internal sealed record IcmpCheckOptions : ICheckOptions
{
    public const int MostRequests = 20;

    /// <summary><c>icmp://host</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>How many echoes are asked for in one check.</summary>
    /// <value>Default: 1. Allowed: 1 to 20.</value>
    public int Count { get; init; } = 1;

    /// <inheritdoc/>
    public string ServiceType => "host";

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "icmp", ["url"] = Url.OriginalString };
        if (Count != 1)
            described["count"] = Count;
        return described;
    }
}
