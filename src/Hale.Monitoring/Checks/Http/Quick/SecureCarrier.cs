using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>
/// HTTPS/1.1 on a fresh connection, read and written by hand over the framework's TLS. A server whose certificate was judged in full within the last
/// five minutes, and that did not fail since, may resume its session.
/// </summary>
internal sealed class SecureCarrier(TimeProvider time, Dialer dialer, Handshake handshake)
{
    private static readonly LingerOption Hard = new(enable: true, seconds: 0);

    private readonly ConditionalWeakTable<HttpCheckOptions, Acquaintance> _known = [];

    /// <summary>Whether this way can ask that.</summary>
    public static bool Speaks(HttpCheckOptions options) =>
        options is { IsSecure: true, Manner: { ReuseConnection: false, HttpVersion.Major: 1, Client: null, Proxy: null } };

    /// <summary>Asks once.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> fired; the trace's stage tells what was under way.</exception>
    public async Task<Exchanged> AskAsync(HttpCheckOptions options, Trace trace, CancellationToken cancel)
    {
        var reply = new Reply();
        reply.Begin(options.Method == "HEAD");
        var failure = await TalkAsync(options, reply, trace, cancel);
        int? status = reply.Status == 0 ? null : reply.Status;
        if (failure is not null)
        {
            _known.Remove(options);
            return new(null, failure, status);
        }

        var answer = reply.Answer with { Secure = true };
        trace.Answered(answer.Status, answer.Body.Length);
        return new(answer, null, status);
    }

    /// <summary>The whole talk; why it brought no answer, if it brought none.</summary>
    private async Task<Failure?> TalkAsync(HttpCheckOptions options, Reply reply, Trace trace, CancellationToken cancel)
    {
        var url = options.Url;
        try
        {
            var (stream, failure) = await ConnectAsync(options, trace, cancel);
            if (stream is null)
                return failure;
            await using (stream)
                return await HearAsync(stream, options, reply, trace, cancel);
        }
        catch (IOException error) when (!cancel.IsCancellationRequested)
        {
            return Faults.Lost(error, url.IdnHost, url.Port);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException && cancel.IsCancellationRequested)
        {
            // Time ran out in the middle of a step, which then broke for that reason.
            throw new OperationCanceledException("time is up", error, cancel);
        }
    }

    private async Task<(SslStream? Stream, Failure? Failure)> ConnectAsync(HttpCheckOptions options, Trace trace, CancellationToken cancel)
    {
        if (options.Manner.TlsResume && _known.TryGetValue(options, out var known) && known.IsFresh(time.GetUtcNow()))
        {
            var dialed = await DialAsync(options.Url, trace, cancel);
            if (dialed.Stream is null)
                return (null, dialed.Failure);
            var (stream, same) = await Handshake.ResumeAsync(dialed.Stream, known, trace, cancel);
            if (!same)
                _known.Remove(options);
            if (stream is not null)
                return (stream, null);
        }

        var (wire, failure) = await DialAsync(options.Url, trace, cancel);
        return wire is null ? (null, failure) : await handshake.RunAsync(wire, Terms(options), trace, cancel);
    }

    private TlsTerms Terms(HttpCheckOptions options) => new(options.Url.IdnHost, options.Manner.InsecureTls, null, [SslApplicationProtocol.Http11])
    {
        Known = options.Manner.TlsResume ? known => _known.AddOrUpdate(options, known) : null,
    };

    private async Task<(NetworkStream? Stream, Failure? Failure)> DialAsync(Uri url, Trace trace, CancellationToken cancel)
    {
        var dialed = await dialer.ConnectAsync(url.IdnHost, url.Port, trace, cancel);
        if (dialed.Socket is not { } socket)
            return (null, dialed.Failure);

        // Closed with a reset, as every quick check: thousands a second would else hold their local ports for a minute each.
        socket.LingerState = Hard;
        return (new(socket, ownsSocket: true), null);
    }

    private static async Task<Failure?> HearAsync(SslStream stream, HttpCheckOptions options, Reply reply, Trace trace, CancellationToken cancel)
    {
        trace.Stage = Stage.Asking;
        byte[] room = [];
        await stream.WriteAsync(options.Request(ref room), cancel);
        var asked = trace.Now;
        while (true)
        {
            var read = await stream.ReadAsync(reply.Space, cancel);
            if (read == 0)
                return QuickCarrier.Broke(options.Url, reply, read);
            if (!reply.Begun)
                trace.FirstByte(asked, trace.Now);
            if (reply.Take(read) is var progress and not Progress.More)
                return QuickCarrier.Meaning(progress);
        }
    }
}
