using System.Net;
using System.Net.Sockets;

namespace Hale.Tests.Kit;

/// <summary>Ports on loopback with a known behaviour.</summary>
public static class Ports
{
    /// <summary>A port that was free a moment ago: nothing listens there.</summary>
    public static int Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
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
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
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
