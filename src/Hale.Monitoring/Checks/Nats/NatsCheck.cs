using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Nats;

/// <summary>Asks a NATS server: connects as a client does, pings, and where wanted has JetStream tell how it stands.</summary>
/// <param name="trust">Changes which roots are trusted; null for the system's.</param>
internal sealed class NatsCheck(TimeProvider time, Dialer dialer, Action<X509ChainPolicy>? trust = null) : ICheck
{
    private readonly Opener _opener = new(dialer, new(time, trust));

    /// <inheritdoc/>
    public string Kind => "nats";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["nats"];

    /// <inheritdoc/>
    public string About => "A NATS server: CONNECT, PING, and JetStream where wanted";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "nats://user:password@host:port; a user alone is a token") { Needed = true },
        new("jetstream", OptionShape.Bool, "Whether JetStream must answer too") { Default = "false" },
        new("tls", OptionShape.Bool, "Whether TLS must be spoken; by default where the server wants it"),
        new("insecure_tls", OptionShape.Bool, "Whether any certificate will do") { Default = "false" },
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        NatsCheckRules.Read(fields, before as NatsCheckOptions, problems);

    /// <inheritdoc/>
    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var nats = (NatsCheckOptions)options;
        var visit = new Visit(time, nats.Url.Host, nats.Url.Port);
        return await visit.RunAsync(cancel => new NatsSession(nats, _opener, visit).RunAsync(cancel), timeout, stopping);
    }
}
