using System.Net;
using System.Net.Sockets;

namespace Hale.Tests.Kit;

/// <summary>A way to a server on loopback that can break: answers are swallowed, or the near end is closed while the server believes that all is well.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<(Socket Near, Socket Far)> _pairs = [];
    private readonly List<Task> _work = [];
    private readonly int _port;
    private volatile bool _swallow;

    private Relay(int port)
    {
        _port = port;
        _listener.Start();
        _work.Add(AcceptAsync());
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="port">Where the server listens.</param>
    public static Relay To(int port) => new(port);

    /// <summary>From now on what the server answers gets lost.</summary>
    public void Swallow() => _swallow = true;

    /// <summary>Breaks every connection for the one who made it; new ones are as good as ever. The server is not told.</summary>
    public void Break()
    {
        lock (_pairs)
        {
            foreach (var (near, _) in _pairs)
                near.Close(0);
        }

        _swallow = false;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        lock (_pairs)
        {
            foreach (var (near, far) in _pairs)
            {
                near.Dispose();
                far.Dispose();
            }
        }

        Task[] work;
        lock (_work)
            work = [.. _work];
        await Task.WhenAll(work);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync();
                var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                near.NoDelay = true;
                await far.ConnectAsync(IPAddress.Loopback, _port);
                lock (_pairs)
                    _pairs.Add((near, far));
                lock (_work)
                    _work.AddRange([PumpAsync(near, far, answers: false), PumpAsync(far, near, answers: true)]);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool answers)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                if (!answers || !_swallow)
                    await to.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // One end is gone; the other one is left as it is.
        }
    }
}
