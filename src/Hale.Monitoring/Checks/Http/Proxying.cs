using System.Text;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>Asks an HTTP proxy for a tunnel (RFC 9110, section 9.3.6), or hands it plain requests whole (RFC 9112, section 3.2.2).</summary>
internal static class Proxying
{
    private const int MostHead = 16 * 1024;

    /// <summary>The header with the proxy's login; null where its URL has none.</summary>
    public static string? Login(Uri proxy) => proxy.UserInfo.Length == 0 ? null : BasicLogin.Of(proxy.UserInfo).ToString();

    /// <summary>Asks for a tunnel to <paramref name="host"/>; null once the connection leads there, else why it does not.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<Failure?> TunnelAsync(Stream wire, Uri proxy, string host, int port, CancellationToken cancel)
    {
        var target = Faults.Join(host, port);
        var login = Login(proxy) is { } value ? $"Proxy-Authorization: {value}\r\n" : "";
        await wire.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{login}\r\n"), cancel);
        var head = new byte[MostHead];
        var length = 0;
        while (true)
        {
            var read = await wire.ReadAsync(head.AsMemory(length), cancel);
            length += read;
            var end = head.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return Judge(head.AsSpan(0, length), end + 4, Name(proxy), target);
            if (length == 0)
                return Faults.ClosedEarly(proxy.IdnHost, proxy.Port);
            if (read == 0 || length == head.Length)
                return Garbage(Name(proxy));
        }
    }

    /// <summary>The proxy without its login.</summary>
    public static string Name(Uri proxy) => Faults.Join(proxy.IdnHost, proxy.Port);

    /// <summary>What the answer amounts to: any 2xx opens the tunnel, and nothing may come through it before the client spoke.</summary>
    internal static Failure? Judge(ReadOnlySpan<byte> answer, int head, string proxy, string target)
    {
        if (answer.Length < 12 || !answer.StartsWith("HTTP/1."u8) || answer[8] != ' '
            || !System.Buffers.Text.Utf8Parser.TryParse(answer[9..12], out int status, out var digits) || digits != 3 || status < 100)
            return Garbage(proxy);
        return status switch
        {
            >= 200 and < 300 => head == answer.Length ? null : Garbage(proxy),
            401 or 407 => new(FailureKind.Auth, $"the proxy {proxy} wants another login (access denied)"),
            403 => new(FailureKind.Auth, $"the proxy {proxy} lets nobody through to {target} (access denied)"),
            _ => new(FailureKind.Unreachable, $"the proxy {proxy} has no way to {target}: HTTP {status} (network unreachable)"),
        };
    }

    private static Failure Garbage(string proxy) => new(FailureKind.Protocol, $"the answer of the proxy {proxy} is not HTTP (protocol error)");
}
