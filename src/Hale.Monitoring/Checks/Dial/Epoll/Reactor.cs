namespace Hale.Monitoring.Checks.Dial.Epoll;

/// <summary>
/// One thread that waits for all wires at once and carries each on when something happened to it (after the Reactor pattern, Schmidt 1995). What goes
/// on from here must never block. Linux only.
/// </summary>
internal sealed class Reactor
{
    private const int EventsAtOnce = 256;

    private static readonly Lazy<Reactor> One = new(() => new());

    private readonly int _epoll = Linux.OpenEpoll();
    private readonly Stack<Wire> _free = [];
    private readonly Lock _gate = new();
    private Wire[] _wires = new Wire[64];
    private int _count;
    private long _emptyAt = TimeProvider.System.GetTimestamp();

    private Reactor()
    {
        if (_epoll < 0)
            throw new IOException($"the kernel gives no epoll: error {-_epoll}");
        new Thread(Run) { IsBackground = true, Name = "hale-wires" }.Start();
    }

    /// <summary>Whether this machine has what it takes.</summary>
    public static bool Supported { get; } = OperatingSystem.IsLinux()
        && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
            is System.Runtime.InteropServices.Architecture.X64 or System.Runtime.InteropServices.Architecture.Arm64;

    /// <summary>The process's reactor; made when first asked for.</summary>
    public static Reactor Shared => One.Value;

    /// <summary>A wire that nobody else uses.</summary>
    public Wire Rent(IWireUser user)
    {
        lock (_gate)
            return (_free.TryPop(out var wire) ? wire : Make()).Begin(user);
    }

    /// <summary>
    /// How long ago at most what is carried on now has happened: before that, all that had happened was taken. On the reactor's own thread, by the
    /// clock of the machine, whatever clock a check has.
    /// </summary>
    internal TimeSpan Behind => TimeProvider.System.GetElapsedTime(_emptyAt);

    internal void Return(Wire wire)
    {
        lock (_gate)
            _free.Push(wire);
    }

    internal int Watch(int socket, ulong tag, uint wanted, bool again) => Linux.Watch(_epoll, socket, tag, wanted, again);

    private Wire Make()
    {
        if (_count == _wires.Length)
        {
            // Swapped whole: the thread that waits reads without the lock.
            var larger = new Wire[2 * _count];
            _wires.CopyTo(larger, 0);
            Volatile.Write(ref _wires, larger);
        }

        return _wires[_count] = new(this, _count++);
    }

    private void Run()
    {
        var events = new byte[EventsAtOnce * Linux.EventSize];
        while (true)
        {
            // Taken without waiting first: what is there already has been there for a while, and what comes while this waits is new.
            var count = Linux.Take(_epoll, events, wait: false);
            var taken = TimeProvider.System.GetTimestamp();
            if (count == 0)
            {
                count = Linux.Take(_epoll, events, wait: true);
                _emptyAt = taken = TimeProvider.System.GetTimestamp();
            }

            var wires = Volatile.Read(ref _wires);
            for (var i = 0; i < count; i++)
            {
                var (flags, tag) = Linux.EventAt(events, i);
                wires[(uint)tag].Happened(flags, (uint)(tag >> 32));
            }

            if (count < EventsAtOnce)
                _emptyAt = taken;
        }
    }
}
