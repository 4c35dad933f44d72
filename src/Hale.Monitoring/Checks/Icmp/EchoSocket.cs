using System.Net;
using System.Net.Sockets;

namespace Hale.Monitoring.Checks.Icmp;

/// <summary>Opens a socket that can ping one address.</summary>
internal static class EchoSocket
{
    private const int LevelIp = 0;
    private const int LevelIp6 = 41;
    private const int ReceiveErrors = 11;
    private const int ReceiveErrors6 = 25;

    /// <summary>A socket connected to the address, so that the system hands out what comes from there and nothing else; or why there is none.</summary>
    public static (Socket? Socket, Failure? Failure) Open(IPAddress address)
    {
        var end = new IPEndPoint(address, 0);
        Socket? socket = null;
        try
        {
            socket = Allowed(address.AddressFamily);
            if (socket is null)
                return (null, new(FailureKind.Internal, Forbidden));
            HearErrors(socket);
            socket.Connect(end);
            return (socket, null);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            return (null, Unreachable(error.SocketErrorCode, address));
        }
    }

    public static Failure Unreachable(SocketError error, IPAddress address) => error switch
    {
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => new(FailureKind.Internal, "this machine has no more sockets to open"),
        _ => new(FailureKind.Unreachable, $"there is no way to {address} (network unreachable)"),
    };

    private static string Forbidden => OperatingSystem.IsLinux()
        ? "this machine does not let Hale ping; allow it with the sysctl net.ipv4.ping_group_range=\"0 2147483647\", or give Hale the capability CAP_NET_RAW"
        : "this machine does not let Hale ping; run Hale with the right to open raw sockets";

    /// <summary>An unprivileged socket before a raw one, which hears of everybody's pings; null when neither is allowed.</summary>
    private static Socket? Allowed(AddressFamily family)
    {
        var protocol = family == AddressFamily.InterNetwork ? ProtocolType.Icmp : ProtocolType.IcmpV6;
        foreach (var type in new[] { SocketType.Dgram, SocketType.Raw })
            try
            {
                return new(family, type, protocol);
            }
            catch (SocketException error) when (error.SocketErrorCode
                is SocketError.AccessDenied or SocketError.ProtocolNotSupported or SocketError.ProtocolType or SocketError.SocketNotSupported)
            {
                // The next one may be allowed.
            }

        return null;
    }

    /// <summary>Has the system tell at once when a router answers that there is no way, instead of leaving it at silence.</summary>
    private static void HearErrors(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (level, option) = socket.AddressFamily == AddressFamily.InterNetwork ? (LevelIp, ReceiveErrors) : (LevelIp6, ReceiveErrors6);
        socket.SetRawSocketOption(level, option, BitConverter.GetBytes(1));
    }
}
