using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Hale.Client;
using Hale.Monitoring.Checks;
using Hale.Server;
using Hale.Server.Access;
using Hale.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Browser.Tests.Stage;

/// <summary>A whole hub on a free port, with a folder of its own and checks that answer what the test says.</summary>
public sealed class RunningHub : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hale-browser-").FullName;
    private readonly HttpClient _client;
    private Hub? _hub;

    private RunningHub()
    {
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        _client = new() { BaseAddress = Address };
    }

    public Uri Address { get; }

    internal StubCheck Sites { get; } = new();

    /// <summary>Starts a hub with this <c>hale.yaml</c>.</summary>
    public static Task<RunningHub> StartAsync(string yaml) => StartAsync(yaml, _ => { });

    /// <summary>Starts a hub with this <c>hale.yaml</c>.</summary>
    /// <param name="sites">Says how sites answer before the first is asked.</param>
    internal static async Task<RunningHub> StartAsync(string yaml, Action<StubCheck> sites)
    {
        var hub = new RunningHub();
        sites(hub.Sites);
        await File.WriteAllTextAsync(hub.Declaration, yaml);
        await hub.StartAsync();
        return hub;
    }

    private string Declaration => Path.Combine(_folder, "hale.yaml");

    public async Task StartAsync() => _hub = await Hub.StartAsync(
        new HubSettings
        {
            Urls = Address.ToString().TrimEnd('/'),
            Data = Path.Combine(_folder, "data"),
            Config = Declaration,
            ConfigNamed = true,
            Id = "hub-main",
            Log = "text",
        },
        new HubParts { Checks = [Sites, .. CheckCatalog.Standard(TimeProvider.System).All.Where(check => check.Kind != Sites.Kind)] });

    /// <summary>Ends the hub; its folder stays, so that it can be started again.</summary>
    public async Task StopAsync()
    {
        if (_hub is not null)
            await _hub.DisposeAsync();
        _hub = null;
    }

    /// <summary>Writes the file anew and has it read.</summary>
    public async Task DeclareAsync(string yaml)
    {
        await File.WriteAllTextAsync(Declaration, yaml);
        using var answer = await _client.PostAsync("/-/reload", null);
    }

    /// <summary>Makes a service fail, and comes back when the hub knows.</summary>
    public async Task BreakAsync(string id)
    {
        Sites.Break(Url(id));
        await CheckAsync(id);
    }

    /// <summary>Makes a service answer well again, and comes back when the hub knows.</summary>
    public async Task MendAsync(string id)
    {
        Sites.Mend(Url(id));
        await CheckAsync(id);
    }

    /// <summary>Declares something over the API, as somebody else would.</summary>
    public async Task PutAsync(string path, string json)
    {
        using var answer = await _client.PutAsync(path, new StringContent(json.Replace('\'', '"'), Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Makes a token whose bearer may only read.</summary>
    public async Task<string> MakeViewerAsync() =>
        (await _hub!.Services.GetRequiredService<Tokens>().MakeAsync("wall screen", Role.Viewer, CancellationToken.None)).Token;

    /// <summary>What the hub answers, as JSON.</summary>
    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(path))!;

    public async Task<ServiceView> ServiceAsync(string id) =>
        (await _client.GetFromJsonAsync($"/api/services/{id}", WireJson.Default.ServiceView))!;

    /// <summary>The URL under which a service of <see cref="Fleets"/> is checked.</summary>
    public static string Url(string id) => $"http://{id}.test/health";

    /// <summary>Has a service checked, and comes back when the hub knows.</summary>
    public async Task CheckAsync(string id)
    {
        using var answer = await _client.PostAsync($"/api/services/{id}/check", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Has a target checked, and comes back when the hub knows.</summary>
    public async Task CheckTargetAsync(string project, string id)
    {
        using var answer = await _client.PostAsync($"/api/monitoring/{project}/{id}/check", null);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
