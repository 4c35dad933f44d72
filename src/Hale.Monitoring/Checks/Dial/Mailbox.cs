using System.Net.Sockets;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>
/// Takes datagrams from a connected socket. What lies there when time is up is still handed out: it came in time, and that this machine was too
/// busy to look is no fault of the peer's. Bounded, so that a flood holds nothing up.
/// </summary>
internal sealed class Mailbox
{
    private const int MostLate = 16;

    private readonly Socket _socket;
    private readonly byte[] _buffer;
    private int _late;

    public Mailbox(Socket socket, int longest)
    {
        // Looking whether something lies there must not wait for it.
        socket.Blocking = false;
        (_socket, _buffer) = (socket, new byte[longest]);
    }

    /// <summary>The next datagram; valid until the next call.</summary>
    /// <exception cref="OperationCanceledException">Time is up, and nothing lies there.</exception>
    /// <exception cref="SocketException">The system heard that there is no way, or nobody.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancel)
    {
        int length;
        try
        {
            length = await _socket.ReceiveAsync(_buffer, cancel);
        }
        catch (OperationCanceledException)
        {
            if (!TryTake(out length))
                throw;
        }

        return _buffer.AsMemory(0, length);
    }

    private bool TryTake(out int length)
    {
        length = 0;
        if (_late++ >= MostLate)
            return false;
        length = _socket.Receive(_buffer, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => true,
            SocketError.WouldBlock => false,
            _ => throw new SocketException((int)error),
        };
    }
}
