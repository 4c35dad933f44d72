using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Component;
using Hale.Monitoring.Checks.Heartbeat;
using Hale.Monitoring.Watch;
using Hale.Server;
using Hale.Server.History;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Tests.Kit;

/// <summary>A whole hub on a free port with simulated time and fake sites: a journey's stage. Its API is real HTTP.</summary>
public sealed class World : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private Hub? _hub;

    private Func<HubSettings, HubSettings> _settings = settings => settings;

    private World() => (Sites, Machines) = (new(Time), new(Time, "host", "host"));

    public ManualTime Time { get; } = new();

    /// <summary>Everything that is watched; answers well until told otherwise.</summary>
    public FakeCheck Sites { get; }

    /// <summary>This machine, whatever it is said to use.</summary>
    public FakeCheck Machines { get; }

    /// <summary>The declaration file; written before the start, or changed and then reloaded.</summary>
    public string File => Path.Combine(_folder.Path, "hale.yaml");

    /// <summary>A file in the hub's data folder.</summary>
    public string Data(string name) => Path.Combine(_folder.Path, "data", name);

    public Hub Hub => _hub ?? throw new InvalidOperationException("the hub is stopped");

    public Uri Address => Hub.Addresses[0];

    /// <param name="settings">Changes the hub's own settings, which are not read from the file here.</param>
    public static async Task<World> StartAsync(string yaml = "", Func<HubSettings, HubSettings>? settings = null)
    {
        var world = new World();
        world._settings = settings ?? world._settings;
        await System.IO.File.WriteAllTextAsync(world.File, yaml);
        await world.StartHubAsync();
        return world;
    }

    /// <summary>Lets simulated time pass, timer by timer, each time until nothing more happens by itself.</summary>
    public Task PassAsync(TimeSpan span)
    {
        var watcher = Hub.Services.GetRequiredService<Watcher>();
        return Time.PassAsync(span, () => watcher.Asleep && watcher.InFlight == Sites.Waiting, "the watcher's rest");
    }

    public Task PassAsync(double seconds) => PassAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time pass until everything seen is written: what the store is asked for is then whole.</summary>
    public async Task WrittenAsync()
    {
        var history = Hub.Services.GetRequiredService<History>();
        for (var turns = 0; ; turns++)
        {
            // A disk takes its time, and what is being written must not see simulated time run away meanwhile.
            await Time.QuietAsync(() => history.Settled, "the history's rest");
            if (history.Unwritten == 0)
                return;
            if (turns == 1_000)
                throw new TimeoutException($"{history.Unwritten} results stay unwritten");
            await PassAsync(1);
        }
    }

    public async Task StopHubAsync()
    {
        if (_hub is not { } hub)
            return;
        _hub = null;
        var history = hub.Services.GetRequiredService<History>();
        // Simulated time moves only for what waits for it, a check that hangs or a store that fails: what is being written must not see it run away meanwhile.
        var ended = hub.DisposeAsync().AsTask();
        while (!await EndsAsync(ended))
        {
            if (Sites.Waiting + Machines.Waiting > 0 || history.Failing is not null)
                Time.Advance(TimeSpan.FromSeconds(1));
        }

        await ended;
    }

    /// <summary>Lets time pass until something ends, whether the hub goes on meanwhile or not.</summary>
    public async Task PassUntilAsync(Task end)
    {
        while (!await EndsAsync(end))
            Time.Advance(TimeSpan.FromSeconds(1));
        await end;
    }

    /// <summary>Starts the hub, again on the same data.</summary>
    public async Task StartHubAsync()
    {
        var settings = new HubSettings
        {
            Urls = "http://127.0.0.1:0",
            Data = Data(""),
            Config = File,
            ConfigNamed = true,
            Id = "hub-test",
            Log = "json",
        };
        _hub = await Hub.StartAsync(_settings(settings), new() { Time = Time, Checks = [Sites, Machines, new ComponentCheck(Time), new HeartbeatCheck(Time)], Random = () => 0.5 });
    }

    public async Task<JsonNode> GetAsync(string path) => (await AskAsync(HttpMethod.Get, path)).Body!;

    public Task<string> TextAsync(string path) => _http.GetStringAsync(new Uri(Address, path));

    /// <summary>Sends and answers the status with the body, null when there is none.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> AskAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Asks for what takes simulated time to be answered: a forced check.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> AskWhilePassingAsync(HttpMethod method, string path)
    {
        var asked = AskAsync(method, path);
        while (!await EndsAsync(asked))
            Time.Advance(TimeSpan.FromMilliseconds(100));
        return await asked;
    }

    /// <summary>Whether a task ends by itself, within a moment of real time.</summary>
    private static async Task<bool> EndsAsync(Task task)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromMilliseconds(200));
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopHubAsync();
        _http.Dispose();
        _folder.Dispose();
    }
}
