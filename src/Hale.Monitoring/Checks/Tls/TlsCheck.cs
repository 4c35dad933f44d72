using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Tls;

/// <summary>Shakes hands and judges the certificate: chain, name, dates. Says nothing over the connection.</summary>
/// <param name="trust">Changes which roots are trusted; null for the system's.</param>
internal sealed class TlsCheck(TimeProvider time, Dialer dialer, Action<X509ChainPolicy>? trust = null) : ICheck
{
    private readonly Handshake _handshake = new(time, trust);

    /// <inheritdoc/>
    public string Kind => "tls";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["tls"];

    /// <inheritdoc/>
    public string About => "A TLS handshake and the certificate";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "tls://host:port; the port is 443 by default") { Needed = true },
        new("certificate_warn_before", OptionShape.Duration, "A certificate that expires sooner degrades"),
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) => TlsCheckRules.Read(fields, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var tls = (TlsCheckOptions)options;
        var greeting = new Greeting(tls, new(time, tls.Url.IdnHost, tls.Port));
        return greeting.Visit.RunAsync(cancel => greeting.RunAsync(dialer, _handshake, time, cancel), timeout, stopping);
    }
}
