using System.Net.WebSockets;
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
        try
        {
            // The first message is everything, and many times as long as what follows.
            var (snapshot, length) = await ReceiveAsync(socket, new byte[1 << 20]);
            Take(snapshot.AsSpan(0, length), told);
            first.TrySetResult();
            for (var buffer = new byte[16 << 10]; ;)
            {
                (buffer, length) = await ReceiveAsync(socket, buffer);
                Interlocked.Increment(ref _frames);
                Interlocked.Add(ref _bytes, length);
                Take(buffer.AsSpan(0, length), told);
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

    private async Task<(byte[] Message, int Length)> ReceiveAsync(ClientWebSocket socket, byte[] buffer)
    {
        for (var length = 0; ;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
            length += part.Count;
            if (part.EndOfMessage)
                return (buffer, length);
            if (length == buffer.Length)
                Array.Resize(ref buffer, 2 * length);
        }
    }

    private static void Take(ReadOnlySpan<byte> frame, Dictionary<string, string> told)
    {
        if (frame.StartsWith("{\"type\":\"service\""u8))
        {
            // Only what is asked of it is read, so that fifty of them leave the machine to the hub.
            var reader = new Utf8JsonReader(frame);
            if (Find(ref reader, "service"))
                Keep(ref reader, told);
        }
        else if (frame.StartsWith("{\"type\":\"snapshot\""u8))
        {
            var reader = new Utf8JsonReader(frame);
            Find(ref reader, "services");
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                Keep(ref reader, told);
        }
    }

    /// <summary>Goes to the value of a property of the object that the reader is in or at; false where it has none.</summary>
    private static bool Find(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType is JsonTokenType.None)
            reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }

        return false;
    }

    /// <summary>Keeps the status of the service that the reader is at, and goes to its end.</summary>
    private static void Keep(ref Utf8JsonReader reader, Dictionary<string, string> told)
    {
        var rest = reader;
        Find(ref rest, "id");
        var id = rest.GetString()!;
        Find(ref rest, "health");
        Find(ref rest, "status");
        told[id] = rest.GetString()!;
        reader.Skip();
    }
}
