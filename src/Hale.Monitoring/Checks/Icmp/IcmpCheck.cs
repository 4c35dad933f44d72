using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Icmp;

/// <summary>Pings a host over sockets of its own: unprivileged where the system allows it, else raw.</summary>
internal sealed class IcmpCheck(TimeProvider time, Dialer dialer) : ICheck
{
    /// <inheritdoc/>
    public string Kind => "icmp";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["icmp"];

    /// <inheritdoc/>
    public string About => "A ping";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "icmp://host") { Needed = true },
        new("count", OptionShape.Number, "How many echoes are asked for; one answer is a success") { Default = "1", Least = 1, Most = IcmpCheckOptions.MostRequests },
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) => IcmpCheckRules.Read(fields, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var icmp = (IcmpCheckOptions)options;
        var ping = new Ping(icmp, new(time, icmp.Url.IdnHost, port: 0), time, timeout);
        return ping.Visit.RunAsync(cancel => ping.RunAsync(dialer, cancel), timeout, stopping);
    }
}
