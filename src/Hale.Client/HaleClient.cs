using System.Net.Http.Headers;

namespace Hale.Client;

/// <summary>
/// A Hale hub's API as one class: projects, targets, services, monitoring, the graph, the hub's own health, and the live stream. Safe for
/// concurrent use. Every method throws <see cref="HaleUnreachableException"/> when no hub answers, and another <see cref="HaleException"/> when
/// the hub refuses.
/// </summary>
/// <example><code>
/// using var hale = new HaleClient();                       // http://127.0.0.1:4253
/// await foreach (var service in hale.ServicesAsync(new() { Status = "down" }))
///     Console.WriteLine($"{service.Id}: {service.Health.Message}");
/// </code></example>
public sealed partial class HaleClient : IDisposable
{
    /// <summary>Where a hub listens unless told otherwise.</summary>
    public static readonly Uri DefaultAddress = new("http://127.0.0.1:4253");

    private readonly HubWire _wire;
    private readonly string? _token;

    /// <summary>Makes a client with connections of its own.</summary>
    /// <param name="address">The hub's address; a path is kept, for hubs behind a proxy. Default: <see cref="DefaultAddress"/>.</param>
    /// <param name="token">An access token; not needed on loopback.</param>
    /// <exception cref="ArgumentException">The address is not an absolute <c>http</c> or <c>https</c> URL.</exception>
    public HaleClient(Uri? address = null, string? token = null)
    {
        address = HubWire.Base(address ?? DefaultAddress);
        _token = token;
        _wire = HubWire.Open(address, token);
    }

    /// <summary>Makes a client over an <see cref="HttpClient"/> that somebody else configures and disposes.</summary>
    /// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is the hub's; its <c>Authorization</c> is used for the live stream too.</param>
    /// <exception cref="ArgumentException">It has no base address.</exception>
    public HaleClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _token = http.DefaultRequestHeaders.Authorization is { Scheme: "Bearer" } authorization ? authorization.Parameter : null;
        _wire = HubWire.Over(http);
    }

    /// <summary>The hub's address.</summary>
    public Uri Address => _wire.Address;

    /// <summary>The hub's own health. An answer that says it is degraded or unhealthy is an answer, not an error.</summary>
    /// <param name="fresh">Whether to check now rather than to answer what is known.</param>
    public async Task<OwnHealthView> OwnHealthAsync(bool fresh = false, CancellationToken cancel = default) =>
        await _wire.AnyAsync(new(HttpMethod.Get, fresh ? "health?fresh=true" : "health"), WireJson.Default.OwnHealthView, (view, _) => view, cancel);

    /// <summary>What depends on what.</summary>
    /// <param name="project">One project only; null for all.</param>
    public async Task<GraphView> GraphAsync(string? project = null, CancellationToken cancel = default) =>
        await _wire.GetAsync($"api/graph{Query.Of(("project", project))}", WireJson.Default.GraphView, null, cancel);

    /// <summary>Makes the hub read its declaration file again.</summary>
    public async Task ReloadAsync(CancellationToken cancel = default) => await _wire.SendAsync(new Ask(HttpMethod.Post, "-/reload"), cancel);

    /// <summary>Closes the connections that the client made itself.</summary>
    public void Dispose() => _wire.Dispose();

    internal static AuthenticationHeaderValue? Bearer(string? token) => string.IsNullOrEmpty(token) ? null : new("Bearer", token);
}
