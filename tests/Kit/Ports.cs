using System.Net;
using System.Net.Sockets;

namespace Hale.Tests.Kit;

/// <summary>Ports on loopback with a known behaviour.</summary>
public static class Ports
{
    /// <summary>Where systems begin to give ports to outgoing connections: 32768 on Linux, 49152 elsewhere.</summary>
    private const int FirstEphemeral = 32_768;

    private const int First = 10_000;

    private static int _next = Random.Shared.Next(First, FirstEphemeral);

    /// <summary>
    /// A port where nothing listens, over TCP or UDP, and which no outgoing connection is given meanwhile: a server can be started there, ended, and
    /// started again, while other tests connect.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % (FirstEphemeral - First));
            if (CanBind(port, SocketType.Stream, ProtocolType.Tcp) && CanBind(port, SocketType.Dgram, ProtocolType.Udp))
                return port;
        }
    }

    private static bool CanBind(int port, SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>
/// A port where no connection is ever made: its queue of connections waiting to be accepted is full, and the kernel drops what else comes.
/// </summary>
public sealed class FullPort : IDisposable
{
    private readonly List<Socket> _sockets = [];

    private FullPort(int port) => Port = port;

    public int Port { get; }

    public static FullPort Open()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, Ports.Free()));
        listener.Listen(0);
        var full = new FullPort(((IPEndPoint)listener.LocalEndPoint!).Port);
        full._sockets.Add(listener);
        while (full.Take())
        {
            // One more place in the queue is taken.
        }

        return full;
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    /// <summary>Asks the kernel itself whether a connection was made, so that a busy machine makes no difference.</summary>
    private bool Take()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        _sockets.Add(socket);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite);
        }
    }
}
