using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hale.Bench.Fleet;

/// <summary>A real nginx with one worker: locations <c>/s/0</c> … that answer 172 bytes of JSON, and a log of when each was asked.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Body =
        """{"status":"healthy","version":"1.4.2","uptime":86400,"components":{"database":{"status":"healthy","duration":2},"cache":{"status":"healthy"}},"note":"a small answer, here"}""";

    private static readonly string[] Programs = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];

    private readonly Process _process;
    private readonly string _folder;

    private Nginx(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>User and system time of the worker and its master, in seconds.</summary>
    public double CpuSeconds => Workers().Append(_process.Id).Sum(Children.CpuSeconds);

    public static async Task<Nginx> StartAsync(string folder, int locations)
    {
        Debug.Assert(Body.Length == 172);
        var port = Children.FreePort();
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(folder, port, locations));
        var program = Programs.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("nginx is missing: install the package nginx-light");
        var nginx = new Nginx(Children.Start(program, ["-p", folder, "-c", file], folder, Path.Combine(folder, "nginx.out")), folder, port);
        await nginx.AwaitAsync();
        return nginx;
    }

    /// <summary>The times, in seconds, at which each location was asked.</summary>
    public async Task<IReadOnlyDictionary<string, List<double>>> RequestsAsync()
    {
        // nginx flushes its log's buffer after a second.
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var requests = new Dictionary<string, List<double>>();
        foreach (var line in File.ReadLines(Path.Combine(_folder, "access.log")))
        {
            var parts = line.Split(' ');
            if (!requests.TryGetValue(parts[1], out var times))
                requests[parts[1]] = times = [];
            times.Add(double.Parse(parts[0], CultureInfo.InvariantCulture));
        }

        foreach (var times in requests.Values)
            times.Sort();
        return requests;
    }

    public async ValueTask DisposeAsync()
    {
        await Children.EndAsync(_process, TimeSpan.FromSeconds(5));
        _process.Dispose();
    }

    private static string Configuration(string folder, int port, int locations)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log warn;
            events { worker_connections 8192; }
            http {
              log_format when '$msec $uri $status';
              access_log {{folder}}/access.log when buffer=64k flush=1s;
              default_type application/json;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
              server {
                listen 127.0.0.1:{{port}} backlog=4096;
                location = /ab { access_log off; return 200 '{{Body}}'; }
            """);
        for (var i = 0; i < locations; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"    location = /s/{i} {{ return 200 '{Body}'; }}");
        return text.AppendLine("  }").AppendLine("}").ToString();
    }

    private async Task AwaitAsync()
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"nginx ended: {await File.ReadAllTextAsync(Path.Combine(_folder, "nginx.out"))}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException("nginx does not answer");
    }

    private IEnumerable<int> Workers() =>
        File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture));
}
