using System.Diagnostics;
using System.Formats.Tar;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Hale.Tests.Kit;

/// <summary>
/// A real Podman of the test's own, asked over its socket: own folder, own storage, one image that holds nothing but busybox. It needs root, but neither a
/// network nor a registry.
/// </summary>
public sealed class PodmanServer : IAsyncDisposable
{
    private const string Image = "docker.io/library/hale-box:latest";

    /// <summary>Without a cgroup driver's or a network's help, and with limits that any sandbox can give.</summary>
    private const string Host = """{"NetworkMode":"host","Ulimits":[{"Name":"nofile","Soft":1024,"Hard":4096},{"Name":"nproc","Soft":1024,"Hard":4096}]}""";

    private static readonly string[] Programs = ["sh", "cat", "echo", "env", "false", "sleep", "test", "touch", "rm", "true", "yes"];

    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;
    private ServerProcess _process;

    private PodmanServer(DirectoryInfo folder, ServerProcess process)
    {
        _folder = folder;
        _process = process;
        _http = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync, PooledConnectionLifetime = TimeSpan.Zero }) { BaseAddress = new("http://podman/v1.41/") };
    }

    public string Socket => SocketIn(_folder);

    public static async Task<PodmanServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hale-podman-");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "containers.conf"), "[containers]\nnetns=\"host\"\n[engine]\ncgroup_manager=\"cgroupfs\"\nevents_logger=\"file\"\n");
        var server = new PodmanServer(folder, await ServeAsync(folder));
        try
        {
            await server.ImportAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a container that runs a script of the shell, and starts it.</summary>
    /// <param name="health">A script that is its own check; null for none.</param>
    public async Task RunAsync(string name, string script, string? health = null)
    {
        await CreateAsync(name, script, health);
        await DoAsync($"containers/{name}/start");
    }

    public async Task CreateAsync(string name, string script, string? health = null)
    {
        var body = new JsonObject { ["Image"] = Image, ["Cmd"] = new JsonArray("/bin/sh", "-c", script), ["HostConfig"] = JsonNode.Parse(Host) };
        if (health is not null)
            body["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("CMD-SHELL", health), ["Interval"] = 1_000_000, ["Retries"] = 1 };
        await DoAsync($"containers/create?name={name}", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
    }

    /// <summary>Waits until a container has ended.</summary>
    public async Task AwaitEndAsync(string name) => await DoAsync($"containers/{name}/wait");

    /// <summary>Posts something; what is refused is an error.</summary>
    public async Task DoAsync(string path, HttpContent? content = null)
    {
        using var response = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"podman refuses {path}: {await response.Content.ReadAsStringAsync()}");
        await response.Content.CopyToAsync(Stream.Null);
    }

    public Task FreezeAsync() => _process.FreezeAsync();

    public Task ThawAsync() => _process.ThawAsync();

    /// <summary>Ends the service; its containers run on.</summary>
    public Task StopAsync() => _process.EndAsync();

    /// <summary>Starts the service again, on the same containers.</summary>
    public async Task StartAgainAsync() => _process = await ServeAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await _process.ThawAsync();
        _http.Dispose();
        await _process.KillAsync();
        // The containers are ended by Podman itself, which also unmounts what it mounted; only then the folder can go.
        using var remove = Process.Start(Podman(_folder, "rm", "--all", "--force", "--time", "0"))!;
        await remove.StandardOutput.ReadToEndAsync();
        await remove.StandardError.ReadToEndAsync();
        await remove.WaitForExitAsync();
        // Of each command in a container Podman keeps a process for five minutes.
        Running.KillMentioning(_folder.FullName);
        await _process.DisposeAsync();
    }

    private static string SocketIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "podman.sock");

    private static Task<ServerProcess> ServeAsync(DirectoryInfo folder)
    {
        File.Delete(SocketIn(folder));
        return ServerProcess.StartAsync(Podman(folder, "system", "service", "--time=0", $"unix://{SocketIn(folder)}"), "podman runc busybox-static", folder, () => AnswersAsync(folder));
    }

    private static ProcessStartInfo Podman(DirectoryInfo folder, params string[] arguments)
    {
        string[] own =
        [
            "--runtime", "runc", "--cgroup-manager", "cgroupfs", "--storage-driver=vfs",
            "--root", Path.Combine(folder.FullName, "root"), "--runroot", Path.Combine(folder.FullName, "run"), "--tmpdir", Path.Combine(folder.FullName, "tmp"),
        ];
        var start = new ProcessStartInfo("podman", [.. own, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CONTAINERS_CONF"] = Path.Combine(folder.FullName, "containers.conf");
        return start;
    }

    private static async Task<bool> AnswersAsync(DirectoryInfo folder)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketIn(folder)));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task ImportAsync()
    {
        var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            await writer.WriteEntryAsync("/bin/busybox", "bin/busybox");
            foreach (var program in Programs)
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{program}") { LinkName = "busybox" });
        }

        tar.Position = 0;
        await DoAsync("images/create?fromSrc=-&repo=hale-box", new StreamContent(tar));
    }
}
