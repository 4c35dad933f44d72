using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>OpenSSL's own server, which serves nobody without a client certificate.</summary>
internal sealed class DemandingServer : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private DemandingServer(ServerProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <param name="version">The only version of TLS, as an argument: <c>-tls1_3</c>.</param>
    public static async Task<DemandingServer> StartAsync(Certificates certificates, string version)
    {
        var folder = Directory.CreateTempSubdirectory("hale-demanding-");
        var (file, port) = (Path.Combine(folder.FullName, "server.pem"), Ports.Free());
        var certificate = certificates.Valid();
        await File.WriteAllTextAsync(file, $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}");
        string[] arguments =
        [
            "s_server", "-accept", port.ToString(CultureInfo.InvariantCulture), "-cert", file, "-alpn", "h2,http/1.1", version, "-Verify", "1", "-www", "-quiet",
        ];
        return new(await ServerProcess.StartAsync(new("openssl", arguments), "openssl", folder, () => ServerProcess.ListensAsync(port)), port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
