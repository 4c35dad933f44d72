using System.Diagnostics;
using System.Globalization;

namespace Hale.Bench.Fleet.Processes;

/// <summary>
/// A real nginx with one worker that plays many hosts of the loopback network: <c>/s/…</c> answers 172 bytes of JSON, <c>/bad/…</c> 503. It counts what it
/// is asked, and writes down when if told to.
/// </summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Body =
        """{"status":"healthy","version":"1.4.2","uptime":86400,"components":{"database":{"status":"healthy","duration":2},"cache":{"status":"healthy"}},"note":"a small answer, here"}""";

    private static readonly string[] Programs = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];

    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _status;
    private int _counted;

    private Nginx(Process process, string folder, int port, int statusPort)
    {
        (_process, _folder, Port) = (process, folder, port);
        _status = new() { BaseAddress = new($"http://127.0.0.1:{statusPort}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Where each of the hosts listens.</summary>
    public int Port { get; }

    /// <summary>User and system time of the worker and its master, in seconds.</summary>
    public double CpuSeconds => Workers().Append(_process.Id).Sum(Children.CpuSeconds);

    /// <param name="log">Whether each request's time is written down.</param>
    /// <param name="identity">With what the hosts shake hands; plain HTTP without.</param>
    public static async Task<Nginx> StartAsync(string folder, CancellationToken cancel, bool log = false, Identity? identity = null)
    {
        Debug.Assert(Body.Length == 172);
        var program = Programs.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("nginx is missing: install the package nginx-light");
        var (port, statusPort) = (Children.FreePort(), Children.FreePort());
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(folder, port, statusPort, log, identity), cancel);
        var output = Path.Combine(folder, "nginx.out");
        var nginx = new Nginx(Children.Start(program, ["-p", folder, "-c", file], folder, output), folder, port, statusPort);
        try
        {
            await Children.ListensAsync(nginx._process, statusPort, output, cancel);
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many requests came so far, without those that asked for this number.</summary>
    public async Task<long> AskedAsync(CancellationToken cancel)
    {
        // Its third line holds three numbers: connections accepted, handled, and requests, this one included.
        var numbers = (await _status.GetStringAsync(new Uri("/", UriKind.Relative), cancel)).Split('\n')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(numbers[2], CultureInfo.InvariantCulture) - ++_counted;
    }

    /// <summary>Counts what comes and what a program spends while the given time passes.</summary>
    public async Task<Count> CountAsync(Func<double> cpuSeconds, double seconds, CancellationToken cancel)
    {
        var (cpu, own, asked, started) = (cpuSeconds(), CpuSeconds, await AskedAsync(cancel), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancel);
        var checks = await AskedAsync(cancel) - asked;
        return new(Stopwatch.GetElapsedTime(started).TotalSeconds, checks, cpuSeconds() - cpu, CpuSeconds - own);
    }

    /// <summary>The times, in seconds, at which each path was asked for; of an nginx that writes them down.</summary>
    public async Task<IReadOnlyDictionary<string, List<double>>> RequestsAsync(CancellationToken cancel)
    {
        // nginx flushes its log's buffer after a second.
        await Task.Delay(TimeSpan.FromSeconds(1.5), cancel);
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
        _status.Dispose();
    }

    private static string Configuration(string folder, int port, int statusPort, bool log, Identity? identity) =>
        $$"""
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile 20000;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log warn;
        events { worker_connections 16384; }
        http {
          log_format when '$msec $uri $status';
          access_log {{(log ? $"{folder}/access.log when buffer=64k flush=1s" : "off")}};
          default_type application/json;
          client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
          ssl_session_cache shared:sessions:10m;
          server {
            listen 127.0.0.1:{{statusPort}};
            location / { access_log off; stub_status; }
          }
          server {
            {{string.Join("\n    ", Enumerable.Range(0, Declarations.Hosts).Select(host => Listen(host, port, identity)))}}
            {{(identity is null ? "" : $"ssl_certificate {identity.Certificate}; ssl_certificate_key {identity.Key};")}}
            location /s/ { return 200 '{{Body}}'; }
            location /bad/ { return 503 '{{Body}}'; }
            location /ab { access_log off; return 200 '{{Body}}'; }
          }
        }
        """;

    private static string Listen(int host, int port, Identity? identity) => $"listen {Declarations.Host(host)}:{port} {(identity is null ? "" : "ssl ")}backlog=4096;";

    private IEnumerable<int> Workers() =>
        File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture));
}
