using System.Diagnostics;
using System.Net;

namespace Hale.Bench.Fleet.Processes;

/// <summary>The hub as its users start it: <c>hale serve</c>, a process of its own.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HubProcess(Process process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    public int Id => _process.Id;

    /// <summary>From starting the process to the first 200 at <c>/health/ready</c>.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>The processor time spent until then, in seconds: what a start costs when nobody else wants the machine.</summary>
    public double ReadyCpuSeconds { get; private set; }

    public double CpuSeconds => Children.CpuSeconds(_process.Id);

    public (double Now, double Peak) Memory => Children.Memory(_process.Id);

    /// <param name="declarations">The text of its <c>hale.yaml</c>.</param>
    /// <param name="authority">A PEM file with the only authority it trusts.</param>
    public static async Task<HubProcess> StartAsync(string folder, string? declarations, CancellationToken cancel, string? authority = null)
    {
        var port = Children.FreePort();
        var config = Path.Combine(folder, "hale.yaml");
        await File.WriteAllTextAsync(config, declarations ?? "", cancel);
        var log = Path.Combine(folder, "hub.log");
        var started = Stopwatch.GetTimestamp();
        var process = Children.Start(
            Built.Hale,
            ["serve", "--urls", $"http://127.0.0.1:{port}", "--data", Path.Combine(folder, "data"), "--config", config, "--log", "json"],
            folder, log, authority is null ? null : ("SSL_CERT_FILE", authority));
        var hub = new HubProcess(process, new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) });
        try
        {
            await hub.AwaitReadyAsync(log, cancel);
            hub.ReadyAfter = Stopwatch.GetElapsedTime(started);
            hub.ReadyCpuSeconds = hub.CpuSeconds;
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the hub as an init system does, and answers how long that took.</summary>
    public async Task<TimeSpan> StopAsync() => await Children.EndAsync(_process, TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _process.Dispose();
    }

    private async Task AwaitReadyAsync(string log, CancellationToken cancel)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(5);)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"the hub ended with {_process.ExitCode}:\n{string.Join('\n', (await File.ReadAllLinesAsync(log, cancel)).TakeLast(20))}");
            try
            {
                using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet: that is what is being waited for.
            }

            await Task.Delay(10, cancel);
        }

        throw new InvalidOperationException("the hub did not become ready within five minutes");
    }
}
