using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hale.Monitoring.Flow;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Cli.Demo;

/// <summary>
/// A simulated service on a loopback port of its own: speaks just enough HTTP/1.1 (RFC 9112) for a health check, one request a connection, over TLS
/// where it has a certificate.
/// </summary>
internal sealed class Site(string name, Func<Reply> behave, TimeProvider time, X509Certificate2? certificate = null) : IAsyncDisposable
{
    private const int LargestRequest = 16 * 1024;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _socket = Port.Take();
    private Task _accepting = Task.CompletedTask;

    public string Name => name;

    public string Url => $"{(certificate is null ? "http" : "https")}://{_socket.LocalEndPoint}";

    public void Start(Vitals vitals)
    {
        _socket.Listen();
        _accepting = new Loop(vitals.Loop($"demo {name}", Timeout.InfiniteTimeSpan), time, NullLogger.Instance).RunAsync(AcceptAsync, _stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async ValueTask<bool> AcceptAsync(CancellationToken stopping)
    {
        var visitor = await _socket.AcceptAsync(stopping);
        _ = ServeAsync(visitor, stopping);
        return true;
    }

    private async Task ServeAsync(Socket visitor, CancellationToken stopping)
    {
        using (visitor)
            try
            {
                await using var stream = await OpenAsync(visitor, stopping);
                await ReadAsync(stream, stopping);
                await AnswerAsync(visitor, stream, behave(), stopping);
            }
            catch (Exception error) when (error is IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                // The visitor went away, or would not take the certificate: that is its business.
            }
    }

    private async Task<Stream> OpenAsync(Socket visitor, CancellationToken stopping)
    {
        var plain = new NetworkStream(visitor, ownsSocket: false);
        if (certificate is null)
            return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping);
        return secure;
    }

    private static async Task ReadAsync(Stream stream, CancellationToken stopping)
    {
        var request = new byte[LargestRequest];
        var length = 0;
        while (length < request.Length && !request.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            var read = await stream.ReadAsync(request.AsMemory(length), stopping);
            if (read == 0)
                return;
            length += read;
        }
    }

    private async Task AnswerAsync(Socket visitor, Stream stream, Reply reply, CancellationToken stopping)
    {
        switch (reply)
        {
            case Reply.Text text:
                await Task.Delay(text.After, time, stopping);
                var body = Encoding.UTF8.GetBytes(text.Body);
                var head = $"HTTP/1.1 {text.Status} {(HttpStatusCode)text.Status}\r\nContent-Type: application/json\r\n"
                    + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], stopping);
                break;
            case Reply.Reset:
                visitor.LingerState = new(enable: true, seconds: 0);
                break;
            default:
                await Task.Delay(TimeSpan.FromMinutes(1), time, stopping);
                break;
        }
    }
}

/// <summary>A loopback port that is taken but not yet listened on: who connects is refused, and nobody else gets it.</summary>
internal static class Port
{
    public static Socket Take(int port = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
