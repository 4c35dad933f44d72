using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hale.Tests.Kit;

/// <summary>A DNS server on loopback that answers each query with exactly the messages a script says, over UDP and over TCP on the same port.</summary>
public sealed class FakeResolver : IAsyncDisposable
{
    private readonly Func<byte[], IEnumerable<byte[]>> _udp;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _closing = new();
    private readonly RawSite? _site;
    private readonly Task _serving;

    private FakeResolver(Func<byte[], IEnumerable<byte[]>> udp, Func<RawVisit, Task>? tcp)
    {
        _udp = udp;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, Kit.Ports.Free()));
        _site = tcp is null ? null : RawSite.Start(tcp, port: Port);
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>The queries that came over UDP.</summary>
    public ConcurrentQueue<byte[]> Queries { get; } = new();

    /// <summary>Where queries came from.</summary>
    public ConcurrentQueue<int> Ports { get; } = new();

    /// <summary>Released for each query over UDP.</summary>
    public SemaphoreSlim Heard { get; } = new(0);

    /// <summary>Starts a server with a script for datagrams, and one for connections where it listens for them too.</summary>
    public static FakeResolver Start(Func<byte[], IEnumerable<byte[]>> udp, Func<RawVisit, Task>? tcp = null) => new(udp, tcp);

    /// <summary>A server with one answer to every query.</summary>
    public static FakeResolver Answering(Func<byte[], DnsWire> answer) => Start(query => [answer(query).Bytes]);

    /// <summary>Reads one query of a connection.</summary>
    public static async Task<byte[]> ReadQueryAsync(RawVisit visit)
    {
        var length = new byte[2];
        await visit.Stream.ReadExactlyAsync(length);
        var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await visit.Stream.ReadExactlyAsync(query);
        return query;
    }

    /// <summary>A message as it goes over a connection.</summary>
    public static byte[] Framed(byte[] message) => [(byte)(message.Length >> 8), (byte)message.Length, .. message];

    /// <summary>A URL that asks this server.</summary>
    public string Url(string question) => $"dns://127.0.0.1:{Port}/{question}";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving;
        if (_site is not null)
            await _site.DisposeAsync();
        _socket.Dispose();
        _closing.Dispose();
        Heard.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[4096];
        while (!_closing.IsCancellationRequested)
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
                var query = buffer[..received.ReceivedBytes];
                Queries.Enqueue(query);
                Ports.Enqueue(((IPEndPoint)received.RemoteEndPoint).Port);
                foreach (var answer in _udp(query))
                    await _socket.SendToAsync(answer, received.RemoteEndPoint, _closing.Token);
                Heard.Release();
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // The other side left, or the test ends.
            }
    }
}
