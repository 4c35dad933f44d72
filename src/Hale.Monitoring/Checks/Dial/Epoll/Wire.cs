using System.Net;
using System.Net.Sockets;

namespace Hale.Monitoring.Checks.Dial.Epoll;

/// <summary>Who drives a wire.</summary>
internal interface IWireUser
{
    /// <summary>What was awaited happened, or the wire was aborted. On whatever thread brings it; must not block it, and must not throw.</summary>
    void Continue();
}

/// <summary>
/// One connection, driven by hand: each step is tried at once and waited for only when the kernel says so. Faults are data. Wires are used again, so
/// that a connection costs no memory; one user at a time, but for <see cref="Abort"/>.
/// </summary>
internal sealed class Wire(Reactor reactor, int number)
{
    private const int None = -1;

    private readonly Lock _gate = new();
    private IWireUser? _user;
    private Socket? _owner;
    private int _socket = None;
    private int _broken;
    private uint _watched;
    private uint _happened;
    private uint _wanted;
    private uint _generation;
    private bool _aborted;
    private TimeSpan _behind;

    /// <summary>What tells events of this use from those of an earlier one.</summary>
    public ulong Tag => ((ulong)_generation << 32) | (uint)number;

    /// <summary>Whether somebody ended its use.</summary>
    public bool Aborted => Volatile.Read(ref _aborted);

    /// <summary>
    /// How long at most what the user was called for had happened before; zero when the user goes on without having waited, and once it was asked.
    /// </summary>
    public TimeSpan TakeBehind()
    {
        var behind = _behind;
        _behind = default;
        return behind;
    }

    /// <summary>Takes it into use.</summary>
    public Wire Begin(IWireUser user)
    {
        _user = user;
        return this;
    }

    /// <summary>Begins to connect: 0 when connected at once, <see cref="Linux.InProgress"/> when it has to be awaited, else the negative error number.</summary>
    public int Connect(IPEndPoint end)
    {
        var socket = Linux.OpenSocket(end.AddressFamily);
        if (socket < 0)
            return socket;
        _socket = socket;
        return Linux.Connect(socket, end);
    }

    /// <summary>Once the connecting was awaited: 0 when connected, else the negative error number.</summary>
    public int Connected() => _broken != 0 ? _broken : Linux.PendingError(_socket);

    /// <summary>Takes over a connection that was made elsewhere.</summary>
    public void Adopt(Socket socket)
    {
        _owner = socket;
        _socket = (int)socket.Handle;
    }

    /// <summary>Sends what can be sent now: its length, <see cref="Linux.Again"/> when there is no room, else the negative error number.</summary>
    public int Send(ReadOnlySpan<byte> bytes) => _broken != 0 ? _broken : Linux.Send(_socket, bytes);

    /// <summary>What is there to be read now: its length, 0 at the end, <see cref="Linux.Again"/> when there is nothing yet, else the negative error number.</summary>
    public int Receive(Span<byte> into) => _broken != 0 ? _broken : Linux.Receive(_socket, into);

    /// <summary>
    /// Whether it can go on at once, as something like that has happened since it was asked last, or the wire was aborted or broke. If not, the user
    /// is called when it does. The kernel tells each change once, so what came before it was awaited is remembered here; it is asked only for what
    /// somebody waits for, since every telling wakes a thread.
    /// </summary>
    public bool Await(uint wanted)
    {
        lock (_gate)
        {
            if (_aborted)
                return true;
            if ((_happened & wanted) != 0)
            {
                _happened &= ~wanted;
                return true;
            }

            _wanted = wanted;
            if ((_watched & wanted) == 0 && !Watch(wanted))
                _wanted = 0;
            return _wanted == 0;
        }
    }

    /// <summary>Ends every wait, now and later, from any thread.</summary>
    /// <returns>Whether the user was waiting, and is to be continued by who called this.</returns>
    public bool Abort()
    {
        lock (_gate)
        {
            _aborted = true;
            var waited = _wanted != 0;
            _wanted = 0;
            return waited;
        }
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
            (_socket, _owner, _user) = (None, null, null);
            _generation++;
            _happened = _wanted = _watched = 0;
            _broken = 0;
            _aborted = false;
            _behind = default;
        }

        reactor.Return(this);
    }

    /// <summary>The kernel says that something happened; of a use that is over it means nothing.</summary>
    public void Happened(uint events, uint generation)
    {
        IWireUser? user;
        lock (_gate)
        {
            if (generation != _generation)
                return;
            _happened |= (events & (Linux.Error | Linux.HungUp)) != 0 ? events | Linux.In | Linux.Out : events;
            if ((_happened & _wanted) == 0)
                return;
            _happened &= ~_wanted;
            _wanted = 0;
            _behind = reactor.Behind;
            user = _user;
        }

        user?.Continue();
    }

    /// <summary>Asks the kernel for more, under the gate: once it is asked, another thread may be called, and only then.</summary>
    private bool Watch(uint wanted)
    {
        _broken = Math.Min(0, reactor.Watch(_socket, Tag, _watched | wanted, again: _watched != 0));
        _watched |= wanted;
        return _broken == 0;
    }
}
