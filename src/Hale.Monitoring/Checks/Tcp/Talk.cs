using System.Net.Sockets;
using System.Text;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Tcp;

/// <summary>One run of a TCP check: what was heard so far, and what that amounts to.</summary>
internal sealed class Talk
{
    private readonly TcpCheckOptions _options;
    private readonly byte[] _heard;
    private int _length;

    public Talk(TcpCheckOptions options, Visit visit)
    {
        _options = options;
        _heard = options.Expect is null ? [] : new byte[TcpCheck.MostAnswer];
        Visit = visit;

        // After an answer that does not hold what is expected, that is what is wrong.
        visit.OutOfTime = () => _length > 0 ? Unexpected() : null;
    }

    public Visit Visit { get; }

    /// <summary>Connects, says what is to be said, and listens where an answer is expected.</summary>
    public async Task<Failure?> RunAsync(Dialer dialer, CancellationToken cancel)
    {
        var dialed = await dialer.ConnectAsync(Visit.Host, Visit.Port, Visit.Trace, cancel);
        if (dialed.Socket is not { } socket)
            return dialed.Failure;
        using (socket)
        {
            Visit.Trace.Stage = Stage.Asking;
            var asked = Visit.Trace.Now;
            if (_options.Send is { } send)
                await SendAsync(socket, Encoding.UTF8.GetBytes(send), cancel);
            return _options.Expect is null ? null : await HearAsync(socket, asked, cancel);
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancel)..];
    }

    /// <summary>Listens until what is expected was heard; else why it was not.</summary>
    private async Task<Failure?> HearAsync(Socket socket, long asked, CancellationToken cancel)
    {
        var wanted = Encoding.UTF8.GetBytes(_options.Expect!);
        while (_length < _heard.Length)
        {
            var read = await socket.ReceiveAsync(_heard.AsMemory(_length), cancel);
            if (read == 0)
                return _length == 0 ? Faults.ClosedEarly(Visit.Host, Visit.Port) : Unexpected();
            if (_length == 0)
                Visit.Trace.FirstByte(asked, Visit.Trace.Now);
            _length += read;
            if (_heard.AsSpan(0, _length).IndexOf(wanted) >= 0)
                return null;
        }

        return Unexpected();
    }

    private Failure Unexpected()
    {
        Visit.Answered = true;
        return new(FailureKind.Body, $"the answer does not contain \"{Shown(_options.Expect!)}\" (wrong body)");
    }

    private static string Shown(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
}
