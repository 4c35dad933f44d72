using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Tls;

/// <summary>Whose certificate is looked at, and how soon its end is told.</summary>
internal sealed record TlsCheckOptions : ICheckOptions
{
    /// <summary><c>tls://host:port</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>A valid certificate that expires sooner than this degrades; null for never.</summary>
    /// <value>Default: null. Allowed: 1 h to 3650 d.</value>
    public TimeSpan? CertificateWarnBefore { get; init; }

    /// <summary>The URL's port, 443 when it names none.</summary>
    public int Port => Url.Port > 0 ? Url.Port : 443;

    /// <inheritdoc/>
    public string ServiceType => "tls";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.IdnHost, Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "tls", ["url"] = Url.OriginalString };
        if (CertificateWarnBefore is { } warn)
            described["certificate_warn_before"] = Durations.Format(warn);
        return described;
    }
}
