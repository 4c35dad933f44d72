using System.Net.Sockets;
using System.Text;

namespace Hale.Bench.Peers;

/// <summary>The ways to misbehave. Each goes on until the other side leaves, which shows as an <see cref="IOException"/>, or as the end of what it sends.</summary>
internal static class Manners
{
    private const long TenGigabytes = 10_000_000_000;

    public static IReadOnlyDictionary<string, Func<NetworkStream, Task>> All { get; } = new Dictionary<string, Func<NetworkStream, Task>>
    {
        ["hang"] = HangAsync,
        ["slow"] = SlowAsync,
        ["headers"] = HeadersAsync,
        ["redirect"] = RedirectAsync,
        ["flood"] = FloodAsync,
        ["tarpit"] = TarpitAsync,
    };

    /// <summary>Listens, and never says a word.</summary>
    private static async Task HangAsync(NetworkStream stream)
    {
        var heard = new byte[1024];
        while (await stream.ReadAsync(heard) > 0)
        {
        }
    }

    /// <summary>Answers a byte a second.</summary>
    private static async Task SlowAsync(NetworkStream stream)
    {
        await HearAsync(stream);
        await DripAsync(stream, Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{{\"status\":\"healthy\"}}"));
    }

    /// <summary>Sends headers without end.</summary>
    private static async Task HeadersAsync(NetworkStream stream)
    {
        await HearAsync(stream);
        await SayAsync(stream, "HTTP/1.1 200 OK\r\n");
        for (var i = 0; ; i++)
            await SayAsync(stream, $"X-Header-{i}: {new string('x', 200)}\r\n");
    }

    /// <summary>Sends everybody in a circle.</summary>
    private static async Task RedirectAsync(NetworkStream stream)
    {
        await HearAsync(stream);
        await SayAsync(stream, "HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    /// <summary>Sends a body of ten gigabytes.</summary>
    private static async Task FloodAsync(NetworkStream stream)
    {
        await HearAsync(stream);
        await SayAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {TenGigabytes}\r\n\r\n");
        var part = new byte[64 * 1024];
        part.AsSpan().Fill((byte)'x');
        for (var sent = 0L; sent < TenGigabytes; sent += part.Length)
            await stream.WriteAsync(part);
    }

    /// <summary>Announces a TLS record of 16 kB and sends it a byte a second.</summary>
    private static async Task TarpitAsync(NetworkStream stream)
    {
        await HearAsync(stream);
        await stream.WriteAsync(new byte[] { 22, 3, 3, 0x40, 0 });
        await DripAsync(stream, new byte[16 * 1024]);
    }

    private static async Task HearAsync(NetworkStream stream)
    {
        if (await stream.ReadAsync(new byte[4096]) == 0)
            throw new IOException("nothing was asked");
    }

    private static ValueTask SayAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private static async Task DripAsync(NetworkStream stream, ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            await stream.WriteAsync(bytes.Slice(i, 1));
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }
}
