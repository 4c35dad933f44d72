using System.Globalization;
using System.Text;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>An HTTP/1.1 request as it goes over the wire (RFC 9112, section 3).</summary>
internal static class RequestBytes
{
    /// <summary>The first request of a check, its connection closed after the answer.</summary>
    public static byte[] First(HttpCheckOptions options)
    {
        var ask = Ask.First(options);
        using var message = ask.Message(options);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{ask.Method} {ask.Url.PathAndQuery} HTTP/1.1\r\n");
        if (message.Headers.NonValidated.TryGetValues("Host", out var host))
            text.Append(CultureInfo.InvariantCulture, $"Host: {host}\r\n");
        else
            text.Append(CultureInfo.InvariantCulture, $"Host: {Authority(ask.Url)}\r\n");
        foreach (var (name, values) in message.Headers.NonValidated)
            if (!name.Equals("Host", StringComparison.OrdinalIgnoreCase))
                text.Append(CultureInfo.InvariantCulture, $"{name}: {values}\r\n");
        if (options.Body is not { } body)
            return Encoding.UTF8.GetBytes(text.Append(Bodiless(ask.Method)).Append("\r\n").ToString());
        foreach (var (name, values) in message.Content!.Headers.NonValidated)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {values}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Where a method usually has a body, that there is none is said (RFC 9110, section 8.6).</summary>
    private static string Bodiless(string method) => method is "POST" or "PUT" or "PATCH" ? "Content-Length: 0\r\n" : "";

    private static string Authority(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
        return url.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{url.Port}");
    }
}
