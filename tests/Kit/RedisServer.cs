using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Tests.Kit;

/// <summary>A real Redis of the test's own, on a free port; with a certificate it speaks TLS only.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly List<string> _arguments;
    private ServerProcess? _process;

    private RedisServer(DirectoryInfo folder, List<string> arguments) => (_folder, _arguments) = (folder, arguments);

    public int Port { get; } = Ports.Free();

    /// <summary>Starts one.</summary>
    /// <param name="settings">Beside the port, as on the command line: <c>--requirepass</c>, <c>secret</c>.</param>
    public static async Task<RedisServer> StartAsync(X509Certificate2? certificate = null, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("hale-redis-");
        var server = new RedisServer(folder, ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.FullName, .. settings]);
        var port = server.Port.ToString(CultureInfo.InvariantCulture);
        if (certificate is null)
        {
            server._arguments.AddRange(["--port", port]);
        }
        else
        {
            var (chain, key) = (Path.Combine(folder.FullName, "server.pem"), Path.Combine(folder.FullName, "server.key"));
            await File.WriteAllTextAsync(chain, certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(key, certificate.GetRSAPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
            server._arguments.AddRange(["--port", "0", "--tls-port", port, "--tls-cert-file", chain, "--tls-key-file", key, "--tls-auth-clients", "no", "--tls-ca-cert-file", chain]);
        }

        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it after its end.</summary>
    public async Task StartAgainAsync() => _process = await ServerProcess.StartAsync(
        new("redis-server", _arguments), "redis-server", Directory.CreateTempSubdirectory("hale-redis-run-"), () => ServerProcess.ListensAsync(Port));

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

    /// <summary>Runs a command by Redis's own client; answers what it prints.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{Port}", .. command]) { RedirectStandardOutput = true })!;
        var said = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return said.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
