using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>Asks one resolver for the records of a name, over UDP, and over TCP where the answer doesn't fit.</summary>
internal sealed class DnsCheck(TimeProvider time, Dialer dialer) : ICheck
{
    /// <inheritdoc/>
    public string Kind => "dns";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["dns"];

    /// <inheritdoc/>
    public string About => "A question to a DNS resolver";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "dns://resolver[:port]/name?type=A; A, AAAA, CNAME, MX, NS, TXT, SOA, SRV, PTR or CAA") { Needed = true },
        new("expect", OptionShape.TextOrTexts, "What must be among the answers"),
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) => DnsCheckRules.Read(fields, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var dns = (DnsCheckOptions)options;
        var inquiry = new Inquiry(dns, new(time, dns.Url.IdnHost, dns.Port), timeout);
        return inquiry.Visit.RunAsync(cancel => inquiry.RunAsync(dialer, time, cancel), timeout, stopping);
    }
}
