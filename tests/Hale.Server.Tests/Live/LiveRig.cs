using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hale.Server.Api;
using Hale.Server.Live;
using Hale.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Tests.Live;

/// <summary>Numbers kept in memory; a second feed on them is a hub started again.</summary>
internal sealed class MemoryNumbers : ISequenceStore
{
    private long _next = 1;

    public int Asked { get; private set; }

    public bool Away { get; set; }

    public ValueTask<long> ReserveAsync(long count, CancellationToken cancel)
    {
        Asked++;
        if (Away)
            throw new IOException("the store is away");
        var first = _next;
        _next += count;
        return ValueTask.FromResult(first);
    }
}

/// <summary>A state of services with a version each, and the feed beside it.</summary>
internal sealed class LiveState(LiveFeed feed) : ILiveState
{
    private ImmutableSortedDictionary<string, LiveItem> _services = ImmutableSortedDictionary<string, LiveItem>.Empty;

    public LiveSnapshot Snapshot() => new(_services.Values, [Item(LiveType.Project, "shop", "shop", 0)], [], []);

    public static LiveItem Item(string type, string id, string project, int version) =>
        new(type, id, project, Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\",\"version\":{version}}}"));

    public void Set(string id, int version, string project = "shop")
    {
        var item = Item(LiveType.Service, id, project, version);
        feed.Commit(() => _services = _services.SetItem(id, item), item);
    }

    public void Remove(string id) => feed.Commit(() => _services = _services.Remove(id), new LiveItem(LiveType.Service, id, "shop", null));

    public void Result(string id, int number = 0) =>
        feed.Publish(new LiveItem(LiveType.Result, id, "shop", Encoding.UTF8.GetBytes($"{{\"service_id\":\"{id}\",\"number\":{number}}}")));
}

/// <summary>The stream's two doors on a real port.</summary>
internal sealed class LiveRig : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LiveRig(WebApplication app) => _app = app;

    public ManualTime Time { get; private init; } = null!;

    public LiveFeed Feed => _app.Services.GetRequiredService<LiveFeed>();

    public LiveState State => _app.Services.GetRequiredService<LiveState>();

    public Uri Address => new(_app.Urls.First());

    public static async Task<LiveRig> StartAsync(int most = LiveRoutes.MostStreams, bool http2 = false)
    {
        var time = new ManualTime();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (http2)
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(new LiveFeed(new MemoryNumbers(), time, NullLogger<LiveFeed>.Instance));
        builder.Services.AddSingleton<LiveState>().AddSingleton<ILiveState>(services => services.GetRequiredService<LiveState>());
        var app = builder.Build();
        app.UseLiveSockets();
        app.MapLive(most);
        await app.Services.GetRequiredService<LiveFeed>().OpenAsync(default);
        await app.StartAsync();
        return new(app) { Time = time };
    }

    public async Task<ClientWebSocket> ConnectAsync(string query = "")
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{Address.Authority}/ws/health{query}"), TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // The caller looks at the status.
        }

        return socket;
    }

    public static async Task<string?> ReadTextAsync(WebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var piece = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            if (piece.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, piece.Count);
            if (piece.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    public static async Task<JsonElement> ReadAsync(WebSocket socket) =>
        JsonDocument.Parse(await ReadTextAsync(socket) ?? throw new InvalidOperationException($"closed: {socket.CloseStatus}")).RootElement;

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
