using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Grpc;

/// <summary>Asks a gRPC server how it is (grpc.health.v1, "GRPC Health Checking Protocol"): one <c>Check</c> over a connection of its own.</summary>
/// <param name="trust">Changes which roots are trusted; null for the system's.</param>
internal sealed class GrpcCheck(TimeProvider time, Dialer dialer, Action<X509ChainPolicy>? trust = null) : ICheck
{
    private readonly Opener _opener = new(dialer, new(time, trust));

    /// <inheritdoc/>
    public string Kind => "grpc";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["grpc", "grpcs"];

    /// <inheritdoc/>
    public string About => "A gRPC server's own health service (grpc.health.v1)";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "grpc://host:port/service, the service's full name or nothing; grpcs:// for TLS") { Needed = true },
        new("headers", OptionShape.Map, "What goes along with the call"),
        new("insecure_tls", OptionShape.Bool, "Whether any certificate will do") { Default = "false" },
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        GrpcCheckRules.Read(fields, before as GrpcCheckOptions, problems);

    /// <inheritdoc/>
    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var grpc = (GrpcCheckOptions)options;
        var visit = new Visit(time, grpc.Url.Host, grpc.Url.Port);
        var terms = grpc.Tls ? new TlsTerms(visit.Host, grpc.InsecureTls, null, [SslApplicationProtocol.Http2]) : null;
        using var courier = new Courier(_opener, visit, terms, time);
        return await visit.RunAsync(cancel => new GrpcCall(grpc, courier, visit).RunAsync(cancel), timeout, stopping);
    }
}
