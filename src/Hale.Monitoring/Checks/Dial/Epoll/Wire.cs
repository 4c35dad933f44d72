using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Hale.Monitoring.Checks.Dial.Epoll;

/// <summary>
/// One connection, driven by hand: each step is tried at once and waited for only when the kernel says so. Faults are data. Wires are used again, so
/// that a connection costs no memory; one user at a time, but for <see cref="Abort"/>.
/// </summary>
internal sealed class Wire(Reactor reactor, int number) : IValueTaskSource<bool>
{
    private const int None = -1;

    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _waiting;
    private int _socket = None;
    private Socket? _owner;
    private uint _happened;
    private uint _wanted;
    private uint _generation;
    private bool _aborted;

    /// <summary>The reactor's number for it.</summary>
    public int Number => number;

    /// <summary>What tells events of this use from those of an earlier one.</summary>
    public ulong Tag => ((ulong)_generation << 32) | (uint)number;

    /// <summary>Whether somebody ended its use.</summary>
    public bool Aborted
    {
        get
        {
            lock (_gate)
                return _aborted;
        }
    }

    /// <summary>Connects; null when connected, or aborted on the way.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SocketError?> ConnectAsync(IPEndPoint end)
    {
        var begun = Begin(end);
        if (begun == Linux.InProgress)
            begun = await UntilAsync(Linux.Out) ? Faulted() : 0;
        return begun < 0 ? Linux.Named(begun) : null;
    }

    /// <summary>Takes over a connection that was made elsewhere.</summary>
    public SocketError? Adopt(Socket socket)
    {
        _owner = socket;
        _socket = (int)socket.Handle;
        var watched = reactor.Watch(_socket, Tag);
        return watched < 0 ? Linux.Named(watched) : null;
    }

    /// <summary>Sends all of it; null when sent, or aborted on the way.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SocketError?> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = Linux.Send(_socket, bytes.Span);
            if (sent >= 0)
                bytes = bytes[sent..];
            else if (sent != Linux.Again)
                return Linux.Named(sent);
            else if (!await UntilAsync(Linux.Out))
                return null;
        }

        return null;
    }

    /// <summary>What is there to be read now: its length, 0 at the end, <see cref="Linux.Again"/> when there is nothing yet, else the negative error number.</summary>
    public int Receive(Span<byte> into) => Linux.Receive(_socket, into);

    /// <summary>Waits until there may be something to read; false when aborted.</summary>
    public ValueTask<bool> ReadableAsync() => UntilAsync(Linux.In);

    /// <summary>Ends every wait, now and later, from any thread.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _aborted = true;
            if (_wanted == 0)
                return;
            _wanted = 0;
        }

        _waiting.SetResult(false);
    }

    /// <summary>Closes the connection, with a reset unless the peer has closed it already, and gives the wire back.</summary>
    /// <param name="ended">Whether the peer has closed its side.</param>
    public void Close(bool ended)
    {
        if (_socket != None)
        {
            if (!ended)
                Linux.CloseHard(_socket);
            if (_owner is null)
                Linux.Close(_socket);
            else
                _owner.Dispose();
        }

        lock (_gate)
        {
            _socket = None;
            _owner = null;
            _generation++;
            _happened = _wanted = 0;
            _aborted = false;
        }

        reactor.Return(this);
    }

    /// <summary>The kernel says that something happened; of a use that is over it means nothing.</summary>
    public void Happened(uint events, uint generation)
    {
        lock (_gate)
        {
            if (generation != _generation)
                return;
            _happened |= (events & (Linux.Error | Linux.HungUp)) != 0 ? events | Linux.In | Linux.Out : events;
            if ((_happened & _wanted) == 0)
                return;
            _happened &= ~_wanted;
            _wanted = 0;
        }

        _waiting.SetResult(true);
    }

    /// <inheritdoc/>
    bool IValueTaskSource<bool>.GetResult(short token) => _waiting.GetResult(token);

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _waiting.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiting.OnCompleted(continuation, state, token, flags);

    private int Begin(IPEndPoint end)
    {
        _socket = Linux.OpenSocket(end.AddressFamily);
        if (_socket < 0)
        {
            var error = _socket;
            _socket = None;
            return error;
        }

        Linux.SendAtOnce(_socket);
        var begun = Linux.Connect(_socket, end);
        if (begun < 0 && begun != Linux.InProgress)
            return begun;
        var watched = reactor.Watch(_socket, Tag);
        return watched < 0 ? watched : begun;
    }

    private int Faulted()
    {
        lock (_gate)
            if ((_happened & (Linux.Error | Linux.HungUp)) == 0)
                return 0;
        return Linux.PendingError(_socket);
    }

    /// <summary>Each change is told once, so what was told before it was waited for is remembered.</summary>
    private ValueTask<bool> UntilAsync(uint wanted)
    {
        lock (_gate)
        {
            if (_aborted)
                return new(false);
            if ((_happened & wanted) != 0)
            {
                _happened &= ~wanted;
                return new(true);
            }

            _waiting.Reset();
            _wanted = wanted;
            return new(this, _waiting.Version);
        }
    }
}
