using System.Net;

namespace Hale.Server.Access;

/// <summary>Which names mean this machine itself.</summary>
internal static class Hosts
{
    /// <summary>Whether a host, without its port, is loopback: <c>localhost</c>, <c>*.localhost</c> (RFC 6761), <c>127.0.0.0/8</c> or <c>[::1]</c>.</summary>
    public static bool IsLoopback(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        // Only the plain spelling: 127.1 and 0x7f000001 are loopback too, but no browser leaves them so.
        return host is "[::1]" or "::1"
            || (host.Count(letter => letter == '.') == 3 && host.StartsWith("127.", StringComparison.Ordinal) && IPAddress.TryParse(host, out _));
    }

    /// <summary>Whether an <c>Origin</c> is a web page of this machine; <c>null</c> is foreign.</summary>
    public static bool IsLoopbackOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && IsLoopback(uri.Host);

    /// <summary>Whether a page of <paramref name="origin"/> was served from <paramref name="host"/>, which may hold a port.</summary>
    public static bool IsSameOrigin(string origin, string? host) =>
        !string.IsNullOrEmpty(host) && Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && (uri.Authority.Equals(host, StringComparison.OrdinalIgnoreCase) || $"{uri.Host}:{uri.Port}".Equals(host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the connection comes from this machine.</summary>
    /// <param name="address">Null for a Unix socket, which only this machine reaches.</param>
    public static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}
