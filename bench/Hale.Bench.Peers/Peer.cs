using System.Net;
using System.Net.Sockets;

namespace Hale.Bench.Peers;

/// <summary>Listens, and treats everybody who comes in its manner.</summary>
internal sealed class Peer
{
    private readonly TcpListener _listener;
    private readonly Func<NetworkStream, Task> _treat;

    public Peer(IPEndPoint end, Func<NetworkStream, Task> treat)
    {
        _treat = treat;
        _listener = new(end);
        _listener.Start(backlog: 1024);
    }

    public async Task ServeAsync()
    {
        while (true)
            _ = TreatAsync(await _listener.AcceptSocketAsync());
    }

    private async Task TreatAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await _treat(stream);
        }
        catch (IOException)
        {
            // Whoever came has gone: that is how each of these visits ends.
        }
    }
}
