using System.Net;
using System.Net.Sockets;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>Names a network fault by its cause: the stage it met, or the operating system's error code.</summary>
internal static class Faults
{
    /// <summary>Time is up; what it means depends on how far the check had come.</summary>
    public static Failure OutOfTime(Stage stage, string host, int port, TimeSpan timeout)
    {
        var limit = Durations.Format(timeout);
        return stage switch
        {
            Stage.Resolving => new(FailureKind.Dns, $"the name {host} could not be resolved within {limit} (DNS error)"),
            Stage.Connecting => new(FailureKind.ConnectTimeout, $"no connection to {Join(host, port)} within {limit} (connect timeout)"),
            Stage.Handshaking => new(FailureKind.Timeout, $"the TLS handshake was not finished within {limit} (slow response)", Soft: true),
            _ => new(FailureKind.Timeout, $"no answer within {limit} after connecting (slow response)", Soft: true),
        };
    }

    public static Failure Unresolved(string host) => new(FailureKind.Dns, $"the name {host} could not be resolved (DNS error)");

    /// <summary>A connection that could not be made.</summary>
    public static Failure Connecting(SocketError error, IPEndPoint end) => error switch
    {
        SocketError.ConnectionRefused => new(FailureKind.Refused, $"nothing listens on {end} (connection refused)"),
        SocketError.TimedOut => new(FailureKind.ConnectTimeout, $"no connection to {end} in time (connect timeout)"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted => new(FailureKind.Reset, $"{end} reset the connection while it was made"),
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => new(FailureKind.Internal, "this machine has no more sockets to open"),

        // Over IPv4 the address that is not available is our own: every local port to that address is in use. Over IPv6 the machine has none.
        SocketError.AddressNotAvailable when end.AddressFamily == AddressFamily.InterNetwork =>
            new(FailureKind.Internal, $"this machine has no free local port to reach {end}"),
        _ => new(FailureKind.Unreachable, $"there is no way to {end} (network unreachable)"),
    };

    /// <summary>A connection that was made and then broke.</summary>
    public static Failure Broken(SocketError error, string host, int port) => error switch
    {
        SocketError.TimedOut => new(FailureKind.Timeout, $"the connection to {Join(host, port)} went silent (slow response)", Soft: true),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown =>
            new(FailureKind.Unreachable, $"the way to {Join(host, port)} was lost (network unreachable)"),
        _ => new(FailureKind.Reset, $"{Join(host, port)} reset the connection"),
    };

    public static Failure ClosedEarly(string host, int port) =>
        new(FailureKind.Reset, $"{Join(host, port)} closed the connection before the first byte of an answer");

    /// <summary>TLS that was made and then broke; the alert that says that a certificate is wanted comes so late with TLS 1.3.</summary>
    public static Failure BrokenTls(Exception error, string host, int port) => TlsAlerts.Of(error) == TlsAlert.CertificateRequired
        ? Uncertified(host)
        : new(FailureKind.Tls, $"the TLS connection to {Join(host, port)} broke (security issue)");

    /// <summary>A server that serves nobody without a client certificate, and was shown none.</summary>
    public static Failure Uncertified(string host) => new(FailureKind.Tls, $"{host} wants a client certificate (security issue)");

    /// <summary>A stream that broke or ended before the end of what was to come.</summary>
    public static Failure Lost(Exception error, string host, int port) => error switch
    {
        _ when TlsAlerts.Of(error) is not null => BrokenTls(error, host, port),
        _ when Of(error) is { } code => Broken(code, host, port),
        _ => ClosedEarly(host, port),
    };

    /// <summary>A check that met what nobody foresaw: our own fault, told as data so that the watch goes on.</summary>
    public static Failure Unforeseen(Exception error) => new(FailureKind.Internal, $"the check itself failed: {error.GetType().Name}");

    /// <summary>The operating system's error among an exception's causes.</summary>
    public static SocketError? Of(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is SocketException socket)
                return socket.SocketErrorCode;
        return null;
    }

    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public static string Join(string host, int port) => host.Contains(':') ? $"[{host}]:{port}" : $"{host}:{port}";
}
