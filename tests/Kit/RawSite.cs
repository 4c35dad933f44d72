using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hale.Tests.Kit;

/// <summary>A server on loopback that does with each connection exactly what a script says, however rude.</summary>
public sealed class RawSite : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<RawVisit, Task> _script;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly ConcurrentDictionary<Task, byte> _visits = new();
    private readonly Task _accepting;
    private int _connections;

    private RawSite(Func<RawVisit, Task> script, SslServerAuthenticationOptions? tls, IPEndPoint end)
    {
        _script = script;
        _tls = tls;
        _listener = new(end);
        _listener.Start(4096);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were made so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The requests read so far, each up to its empty line.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Starts a server that plays <paramref name="script"/> to each connection, over TLS when there is a certificate.</summary>
    /// <param name="speaks">What it speaks by ALPN; null where it knows no ALPN.</param>
    public static RawSite Start(
        Func<RawVisit, Task> script,
        X509Certificate2? certificate = null,
        IPAddress? address = null,
        int port = 0,
        bool askForCertificate = false,
        SslApplicationProtocol? speaks = null) =>
        new(script, certificate is null ? null : Tls(certificate, askForCertificate, speaks), new(address ?? IPAddress.Loopback, port == 0 ? Ports.Free() : port));

    /// <summary>Starts a server that reads the request, sends these bytes as they are, and closes.</summary>
    public static RawSite Answering(string bytes, X509Certificate2? certificate = null, int port = 0) => Start(
        async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync(bytes);
        },
        certificate,
        port: port);

    /// <summary>The bytes of a whole answer.</summary>
    public static string Answer(int status, string body, string headers = "Content-Type: application/json\r\n") =>
        $"HTTP/1.1 {status} Whatever\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public string Url(string path = "/", string host = "127.0.0.1") => $"{(_tls is null ? "http" : "https")}://{host}:{Port}{path}";

    private static SslServerAuthenticationOptions Tls(X509Certificate2 certificate, bool ask, SslApplicationProtocol? speaks) => new()
    {
        ServerCertificate = certificate,
        ApplicationProtocols = speaks is { } one ? [one] : null,
        ClientCertificateRequired = ask,
        RemoteCertificateValidationCallback = (_, shown, _, _) => !ask || shown is not null,
    };

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_visits.Keys);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_closing.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
            {
                return;
            }

            Interlocked.Increment(ref _connections);
            var visit = ServeAsync(socket);
            _visits[visit] = 0;
            _ = visit.ContinueWith(done => _visits.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var wire = new NetworkStream(socket, ownsSocket: true);
        SslStream? secure = null;
        try
        {
            if (_tls is not null)
            {
                secure = new(wire);
                await secure.AuthenticateAsServerAsync(_tls, _closing.Token);
            }

            await _script(new(socket, secure ?? (Stream)wire, Requests, _closing.Token));
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The other side left, as many a test means it to.
        }
        finally
        {
            if (secure is not null)
                await secure.DisposeAsync();
        }
    }
}

/// <summary>One connection of a <see cref="RawSite"/>.</summary>
public sealed class RawVisit(Socket socket, Stream stream, ConcurrentQueue<string> requests, CancellationToken closing)
{
    /// <summary>The bytes' way to the other side, over TLS where the site has it.</summary>
    public Stream Stream => stream;

    /// <summary>Reads whatever comes first.</summary>
    public async Task ReadSomeAsync() => await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, closing);

    /// <summary>Reads until the empty line after a request's headers, and what came of its body with it; answers what was read.</summary>
    public async Task<string> ReadRequestAsync()
    {
        var read = new StringBuilder();
        var buffer = new byte[4096];
        while (!read.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, closing);
            if (count == 0)
                break;
            read.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        requests.Enqueue(read.ToString());
        return read.ToString();
    }

    public async Task SendAsync(string bytes) => await stream.WriteAsync(Encoding.UTF8.GetBytes(bytes), closing);

    /// <summary>Says nothing until the other side or the site goes.</summary>
    public async Task HangAsync()
    {
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, SocketFlags.None, closing) > 0)
        {
            // What is said falls on deaf ears.
        }
    }

    /// <summary>Sends one byte after another, with a pause before each, for ever.</summary>
    public async Task DripAsync(TimeSpan pause)
    {
        while (true)
        {
            await Task.Delay(pause, TimeProvider.System, closing);
            await SendAsync("x");
        }
    }

    /// <summary>Sends the same text for ever.</summary>
    public async Task FloodAsync(string text)
    {
        while (true)
            await SendAsync(text);
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new(true, 0);
        socket.Close();
    }
}
