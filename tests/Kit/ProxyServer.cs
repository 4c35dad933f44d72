using System.Globalization;

namespace Hale.Tests.Kit;

/// <summary>A real HTTP proxy (tinyproxy) of the test's own, on a free port.</summary>
public sealed class ProxyServer : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private ProxyServer(ServerProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts one.</summary>
    /// <param name="settings">Further lines of its configuration: <c>BasicAuth ann secret</c>, <c>ConnectPort 443</c>.</param>
    public static async Task<ProxyServer> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("hale-proxy-");
        var port = Ports.Free();
        var file = Path.Combine(folder.FullName, "tinyproxy.conf");
        string[] lines = [$"Port {port.ToString(CultureInfo.InvariantCulture)}", "Listen 127.0.0.1", "MaxClients 20", "Timeout 600", .. settings];
        await File.WriteAllLinesAsync(file, lines);
        return new(await ServerProcess.StartAsync(new("tinyproxy", ["-d", "-c", file]), "tinyproxy-bin", folder, () => ServerProcess.ListensAsync(port)), port);
    }

    public string Url(string login = "") => $"http://{login}127.0.0.1:{Port}";

    /// <summary>Stops it in its tracks: connections are made by the kernel and nothing answers.</summary>
    public Task FreezeAsync() => _process.FreezeAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
