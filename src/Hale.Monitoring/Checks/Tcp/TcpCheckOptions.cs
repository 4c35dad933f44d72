using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Tcp;

/// <summary>What a TCP check connects to, says and expects to hear.</summary>
internal sealed record TcpCheckOptions : ICheckOptions
{
    /// <summary><c>tcp://host:port</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>What is sent once connected; null for nothing.</summary>
    public string? Send { get; init; }

    /// <summary>What the first 4 kB of the answer must contain; null when no answer is waited for.</summary>
    public string? Expect { get; init; }

    /// <inheritdoc/>
    public string ServiceType => "tcp";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.IdnHost, Url.Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "tcp", ["url"] = Url.OriginalString };
        if (Send is not null)
            described["send"] = Send;
        if (Expect is not null)
            described["expect"] = Expect;
        return described;
    }
}
