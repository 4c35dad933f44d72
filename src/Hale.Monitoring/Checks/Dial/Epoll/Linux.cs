using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hale.Monitoring.Checks.Dial.Epoll;

/// <summary>
/// The system calls of a connection (connect(2), epoll(7) and their kin), as Linux on x86-64 and arm64 has them. A call answers its result, or
/// the negative error number.
/// </summary>
internal static unsafe partial class Linux
{
    public const int Again = -11;
    public const int Interrupted = -4;
    public const int InProgress = -115;

    public const uint In = 0x001;
    public const uint Out = 0x004;
    public const uint Error = 0x008;
    public const uint HungUp = 0x010;
    private const uint Edge = 1u << 31;

    private const int StreamNonBlocking = 0x1 | 0x800 | 0x80000;
    private const int NoSignal = 0x4000;
    private const int CloseOnExec = 0x80000;
    private const int Socket = 1;
    private const int OptionError = 4;
    private const int OptionLinger = 13;

    /// <summary>On x86-64 the kernel packs an event: four bytes of flags, then the eight of the tag at once; elsewhere the tag is aligned.</summary>
    private static readonly int TagAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>The bytes of one event.</summary>
    public static int EventSize => TagAt + 8;

    /// <summary>A stream socket that never blocks.</summary>
    public static int OpenSocket(AddressFamily family) => Of(SocketCall(family == AddressFamily.InterNetworkV6 ? 10 : 2, StreamNonBlocking, 0));

    /// <summary>
    /// Makes a later close a reset. A prober that closes thousands of connections a second would else hold a local port of each for a minute
    /// (TIME_WAIT) and run out of them.
    /// </summary>
    public static void CloseHard(int socket)
    {
        var linger = stackalloc int[2] { 1, 0 };
        _ = SetOption(socket, Socket, OptionLinger, linger, 2 * sizeof(int));
    }

    public static int Connect(int socket, IPEndPoint end)
    {
        Span<byte> address = stackalloc byte[28];
        address.Clear();
        var six = end.AddressFamily == AddressFamily.InterNetworkV6;
        BinaryPrimitives.WriteInt16LittleEndian(address, (short)(six ? 10 : 2));
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)end.Port);
        end.Address.TryWriteBytes(six ? address[8..] : address[4..], out _);
        if (six)
            BinaryPrimitives.WriteUInt32LittleEndian(address[24..], (uint)end.Address.ScopeId);
        fixed (byte* start = address)
            return Of(ConnectCall(socket, start, six ? 28 : 16));
    }

    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return Of((int)SendCall(socket, start, bytes.Length, NoSignal));
    }

    public static int Receive(int socket, Span<byte> into)
    {
        fixed (byte* start = into)
            return Of((int)ReceiveCall(socket, start, into.Length, 0));
    }

    /// <summary>The error that a socket met in the background; 0 for none. Asking clears it.</summary>
    public static int PendingError(int socket)
    {
        int error = 0, size = sizeof(int);
        var result = Of(GetOption(socket, Socket, OptionError, &error, &size));
        return result < 0 ? result : -error;
    }

    public static void Close(int descriptor) => _ = CloseCall(descriptor);

    public static int OpenEpoll() => Of(EpollCreate(CloseOnExec));

    /// <summary>Watches a socket for something, telling each change once, and at once what is so already.</summary>
    /// <param name="again">Whether it is watched for something else already, which is watched no more.</param>
    public static int Watch(int epoll, int socket, ulong tag, uint wanted, bool again)
    {
        var one = stackalloc byte[16];
        *(uint*)one = wanted | Edge;
        *(ulong*)(one + TagAt) = tag;
        return Of(EpollControl(epoll, again ? 3 : 1, socket, one));
    }

    /// <summary>Takes events that have happened, or waits for some; answers how many.</summary>
    /// <param name="wait">Whether to wait when none has happened.</param>
    public static int Take(int epoll, byte[] events, bool wait)
    {
        fixed (byte* start = events)
            return Of(EpollWait(epoll, start, events.Length / EventSize, wait ? -1 : 0));
    }

    /// <summary>The flags and the tag of one of the events.</summary>
    public static (uint Flags, ulong Tag) EventAt(byte[] events, int index)
    {
        var one = events.AsSpan(index * EventSize);
        return (BinaryPrimitives.ReadUInt32LittleEndian(one), BinaryPrimitives.ReadUInt64LittleEndian(one[TagAt..]));
    }

    /// <summary>An error number as .NET names it.</summary>
    public static SocketError Named(int negative) => -negative switch
    {
        13 or 1 => SocketError.AccessDenied,
        23 or 24 => SocketError.TooManyOpenSockets,
        12 or 105 => SocketError.NoBufferSpaceAvailable,
        32 or 104 => SocketError.ConnectionReset,
        99 => SocketError.AddressNotAvailable,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        103 => SocketError.ConnectionAborted,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };

    private static int Of(int result) => result >= 0 ? result : -Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int SocketCall(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int ConnectCall(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendCall(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveCall(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int name, int* value, int size);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int socket, int level, int name, int* value, int* size);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseCall(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int socket, byte* one);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(int epoll, byte* events, int most, int timeout);
}
