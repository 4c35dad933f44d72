using System.Net.Sockets;
using System.Text;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Tcp;

/// <summary>One run of a TCP check: what was heard so far, and what that amounts to.</summary>
internal sealed class Talk(TcpCheckOptions options, Trace trace)
{
    private readonly byte[] _heard = options.Expect is null ? [] : new byte[TcpCheck.MostAnswer];
    private int _length;

    public TcpCheckOptions Options => options;

    public Trace Trace => trace;

    public string Host => options.Url.IdnHost;

    public int Port => options.Url.Port;

    /// <summary>Listens until what is expected was heard; else why it was not.</summary>
    public async Task<Failure?> HearAsync(Socket socket, long asked, CancellationToken cancel)
    {
        var wanted = Encoding.UTF8.GetBytes(options.Expect!);
        while (_length < _heard.Length)
        {
            var read = await socket.ReceiveAsync(_heard.AsMemory(_length), cancel);
            if (read == 0)
                return _length == 0 ? Faults.ClosedEarly(Host, Port) : Unexpected();
            if (_length == 0)
                trace.FirstByte(asked, trace.Now);
            _length += read;
            if (_heard.AsSpan(0, _length).IndexOf(wanted) >= 0)
                return null;
        }

        return Unexpected();
    }

    /// <summary>Time is up: after an answer that does not hold what is expected, that is what is wrong.</summary>
    public Failure OutOfTime(TimeSpan timeout) => _length > 0 ? Unexpected() : Faults.OutOfTime(trace.Stage, Host, Port, timeout);

    /// <summary>What was seen.</summary>
    public Observation Ended(Failure? failure)
    {
        var took = trace.Took;
        var answered = failure is null or { Kind: FailureKind.Body };
        if (failure is not null)
            trace.Note(failure.Message);
        return new()
        {
            At = trace.At,
            Took = took,
            Failure = failure,
            Answered = answered,
            Phases = trace.Phases(answered ? took : null),
            Evidence = trace.Evidence,
        };
    }

    private Failure Unexpected() => new(FailureKind.Body, $"the answer does not contain \"{Shown(options.Expect!)}\" (wrong body)");

    private static string Shown(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
}
