using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Hale.Bench.Dashboard;

/// <summary>Other dashboards: each follows the stream as the page does, and keeps what it was told of every service.</summary>
internal sealed class Dashboards : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _reading = [];
    private readonly List<Dictionary<string, string>> _told = [];
    private long _frames;
    private long _bytes;

    /// <summary>Frames that arrived at all of them.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<Dashboards> OpenAsync(Uri hub, int count, CancellationToken cancel)
    {
        var all = new Dashboards();
        var address = new UriBuilder(new Uri(hub, "/ws/health?results=true")) { Scheme = "ws" }.Uri;
        for (var i = 0; i < count; i++)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(address, cancel);
            var told = new Dictionary<string, string>();
            var first = new TaskCompletionSource();
            all._told.Add(told);
            all._reading.Add(all.ReadAsync(socket, told, first));
            await first.Task.WaitAsync(cancel);
        }

        return all;
    }

    /// <summary>How many services, over all dashboards, are held for something else than the hub holds them for.</summary>
    public int Wrong(IReadOnlyDictionary<string, string> truth) => _told.Sum(told => truth.Count(pair => told.GetValueOrDefault(pair.Key) != pair.Value));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_reading);
        _end.Dispose();
    }

    private async Task ReadAsync(ClientWebSocket socket, Dictionary<string, string> told, TaskCompletionSource first)
    {
        using var held = socket;
        var buffer = new byte[64 << 20];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                Interlocked.Increment(ref _frames);
                Interlocked.Add(ref _bytes, length);
                Take(buffer.AsSpan(0, length), told);
                first.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
        catch (WebSocketException error)
        {
            first.TrySetException(error);
        }
    }

    private static void Take(ReadOnlySpan<byte> frame, Dictionary<string, string> told)
    {
        // Only what is asked of it is read, so that fifty of them leave the machine to the hub.
        if (frame.StartsWith("{\"type\":\"service\""u8))
        {
            var reader = new Utf8JsonReader(frame);
            using var json = JsonDocument.ParseValue(ref reader);
            if (json.RootElement.TryGetProperty("service", out var service))
                Keep(service, told);
        }
        else if (frame.StartsWith("{\"type\":\"snapshot\""u8))
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(frame));
            foreach (var service in json.RootElement.GetProperty("services").EnumerateArray())
                Keep(service, told);
        }
    }

    private static void Keep(JsonElement service, Dictionary<string, string> told) =>
        told[service.GetProperty("id").GetString()!] = service.GetProperty("health").GetProperty("status").GetString()!;
}
