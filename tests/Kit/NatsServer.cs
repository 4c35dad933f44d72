using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Tests.Kit;

/// <summary>A real NATS server of the test's own, on a free port.</summary>
public sealed class NatsServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly List<string> _arguments;
    private ServerProcess? _process;

    private NatsServer(DirectoryInfo folder, List<string> arguments) => (_folder, _arguments) = (folder, arguments);

    public int Port { get; } = Ports.Free();

    /// <summary>Starts one, with TLS where there is a certificate.</summary>
    /// <param name="settings">As on the command line: <c>--user</c>, <c>ann</c>, <c>--jetstream</c>.</param>
    public static async Task<NatsServer> StartAsync(X509Certificate2? certificate = null, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("hale-nats-");
        var server = new NatsServer(folder, ["--store_dir", folder.FullName, .. settings]);
        server._arguments.AddRange(["--addr", "127.0.0.1", "--port", server.Port.ToString(CultureInfo.InvariantCulture)]);
        if (certificate is not null)
        {
            var (chain, key) = (Path.Combine(folder.FullName, "server.pem"), Path.Combine(folder.FullName, "server.key"));
            await File.WriteAllTextAsync(chain, certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(key, certificate.GetRSAPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
            server._arguments.AddRange(["--tls", "--tlscert", chain, "--tlskey", key]);
        }

        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it after its end.</summary>
    public async Task StartAgainAsync() => _process = await ServerProcess.StartAsync(
        new("nats-server", _arguments), "nats-server", Directory.CreateTempSubdirectory("hale-nats-run-"), () => ServerProcess.ListensAsync(Port));

    public Task FreezeAsync() => _process!.FreezeAsync();

    public Task ThawAsync() => _process!.ThawAsync();

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task EndAsync()
    {
        if (_process is { } process)
        {
            await process.EndAsync();
            await process.DisposeAsync();
        }

        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
