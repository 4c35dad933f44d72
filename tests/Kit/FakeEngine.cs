using System.Net.Sockets;
using System.Text;

namespace Hale.Tests.Kit;

/// <summary>Something that listens on a unix socket and answers requests with whatever bytes a test wants.</summary>
public sealed class FakeEngine : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<string, string> _answer;
    private readonly Task _running;

    private FakeEngine(Func<string, string> answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(Socket));
        _listener.Listen();
        _running = RunAsync();
    }

    public string Socket => _folder["engine.sock"];

    /// <summary>What was asked, method and path.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Answers each request by its method and path, and closes the connection.</summary>
    public static FakeEngine Start(Func<string, string> answer) => new(answer);

    /// <summary>An answer with a JSON body.</summary>
    public static string Json(string body, int status = 200, string headers = "") =>
        $"HTTP/1.1 {status} Some\r\n{headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _running;
        _folder.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var visit = await _listener.AcceptAsync();
                await AnswerAsync(visit);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Nobody asks any more.
        }
    }

    private async Task AnswerAsync(Socket visit)
    {
        var (buffer, asked) = (new byte[64 * 1024], "");
        while (!Whole(asked) && await visit.ReceiveAsync(buffer) is > 0 and var length)
            asked += Encoding.Latin1.GetString(buffer, 0, length);
        if (asked.Length == 0)
            return;
        var line = string.Join(' ', asked.Split(' ').Take(2));
        Asked.Add(line);
        await visit.SendAsync(Encoding.Latin1.GetBytes(_answer(line)));
    }

    private static bool Whole(string asked)
    {
        var end = asked.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = asked.Split("Content-Length: ").ElementAtOrDefault(1)?.Split('\r')[0];
        return asked.Length - end - 4 >= (length is null ? 0 : int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
    }
}
