using System.Net;
using System.Runtime.CompilerServices;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Dial.Epoll;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>
/// The quick way to ask: plain HTTP/1.1 on a fresh connection, driven by hand, with everything it needs used again. Costs about a third of the
/// framework's way, and next to no memory. What it does not speak (TLS, HTTP/2, kept connections) goes the general way.
/// </summary>
/// <param name="finish">Makes of an answer what was seen, and goes on where it leads elsewhere.</param>
internal sealed class QuickCarrier(TimeProvider time, Dialer dialer, QuickCarrier.Finish finish)
{
    private const int MostIdle = 1024;

    /// <summary>From how many bytes on a body is judged on another thread: the one that carries the bytes must not be kept.</summary>
    private const int LongBody = 8 * 1024;

    private readonly Lock _gate = new();
    private readonly Stack<Desk> _idle = [];

    /// <summary>What comes after the exchange.</summary>
    public delegate ValueTask<Observation> Finish(HttpCheckOptions options, Trace trace, Exchanged exchanged, TimeSpan timeout, CancellationToken stopping);

    /// <summary>Whether this way can ask that.</summary>
    public static bool Speaks(HttpCheckOptions options) =>
        Reactor.Supported && options is { ReuseConnection: false, HttpVersion: { Major: 1 } } && options.Url.Scheme == Uri.UriSchemeHttp;

    /// <summary>Asks once.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Observation> RunAsync(HttpCheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var desk = Rent();
        var ended = false;
        desk.Begin(timeout, options.Method == "HEAD");
        var stop = stopping.UnsafeRegister(static desk => ((Desk)desk!).Abort(), desk);
        try
        {
            var failure = await ConnectAsync(desk, options, timeout, stopping) ?? await AskAsync(desk, options);
            if (failure is null && !desk.Wire.Aborted)
                (failure, ended) = await HearAsync(desk, options);
            if (desk.Wire.Aborted)
            {
                stopping.ThrowIfCancellationRequested();
                failure = Faults.OutOfTime(desk.Trace.Stage, options.Url.IdnHost, options.Url.Port, timeout);
            }

            var exchanged = Exchanged(desk, failure);
            if (exchanged.Answer is { Body.Length: > LongBody } || options.Expect.BodyMatches is not null)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return await finish(options, desk.Trace, exchanged, timeout, stopping);
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            return await finish(options, desk.Trace, new(null, Faults.Unforeseen(error)), timeout, stopping);
        }
        finally
        {
            await stop.DisposeAsync();
            desk.End(ended);
            Return(desk);
        }
    }

    private static Exchanged Exchanged(Desk desk, Failure? failure)
    {
        int? status = desk.Reply.Status == 0 ? null : desk.Reply.Status;
        if (failure is not null)
            return new(null, failure, status);
        var answer = desk.Reply.Answer;
        desk.Trace.Answered(answer.Status, answer.Body.Length);
        return new(answer, null, status);
    }

    private ValueTask<Failure?> ConnectAsync(Desk desk, HttpCheckOptions options, TimeSpan timeout, CancellationToken stopping) =>
        options.End is { } end ? ConnectAsync(desk, end) : LookUpAsync(desk, options.Url, timeout, stopping);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Failure?> ConnectAsync(Desk desk, IPEndPoint end)
    {
        desk.Trace.Stage = Stage.Connecting;
        var start = desk.Trace.Now;
        if (await desk.Wire.ConnectAsync(end) is { } error)
            return Faults.Connecting(error, end);
        if (!desk.Wire.Aborted)
            desk.Trace.Connected(start, end);
        return null;
    }

    /// <summary>A name comes first; of several addresses the first that answers is taken.</summary>
    private async ValueTask<Failure?> LookUpAsync(Desk desk, Uri url, TimeSpan timeout, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            if (await dialer.ResolveAsync(url.IdnHost, desk.Trace, both.Token) is not { } addresses)
                return Faults.Unresolved(url.IdnHost);
            if (addresses.Length == 1)
                return await ConnectAsync(desk, new IPEndPoint(addresses[0], url.Port));
            var dialed = await dialer.ConnectAsync(addresses, url.Port, desk.Trace, both.Token);
            return dialed.Socket is { } socket ? desk.Wire.Adopt(socket) is { } error ? Faults.Connecting(error, dialed.End!) : null : dialed.Failure;
        }
        catch (OperationCanceledException)
        {
            desk.Abort();
            return null;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Failure?> AskAsync(Desk desk, HttpCheckOptions options)
    {
        if (desk.Wire.Aborted)
            return null;
        desk.Trace.Stage = Stage.Asking;
        return await desk.Wire.SendAsync(options.Request) is { } error ? Faults.Broken(error, options.Url.IdnHost, options.Url.Port) : null;
    }

    /// <summary>Hears the answer; why it is none, if it is none, and whether the peer has closed.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<(Failure? Failure, bool Ended)> HearAsync(Desk desk, HttpCheckOptions options)
    {
        var asked = desk.Trace.Now;
        var reply = desk.Reply;
        while (await desk.Wire.ReadableAsync())
        {
            int read;
            while ((read = desk.Wire.Receive(reply.Space)) > 0)
            {
                if (!reply.Begun)
                    desk.Trace.FirstByte(asked, desk.Trace.Now);
                var progress = reply.Take(read);
                if (progress != Progress.More)
                    return (Meaning(progress), false);
            }

            if (read == 0)
                return (reply.Begun ? Meaning(reply.End()) : Faults.ClosedEarly(options.Url.IdnHost, options.Url.Port), true);
            if (read is not (Linux.Again or Linux.Interrupted))
                return (Faults.Broken(Linux.Named(read), options.Url.IdnHost, options.Url.Port), true);
        }

        return (null, false);
    }

    private static Failure? Meaning(Progress progress) => progress switch
    {
        Progress.Whole => null,
        Progress.HeadTooLong => new(FailureKind.Protocol, $"the answer's headers are longer than {Line.MostHeaders} kB (protocol error)"),
        Progress.CutShort => new(FailureKind.Protocol, "the answer was cut short (protocol error)"),
        _ => new(FailureKind.Protocol, "the answer is not HTTP (protocol error)"),
    };

    private Desk Rent()
    {
        lock (_gate)
            return _idle.TryPop(out var desk) ? desk : new(time);
    }

    private void Return(Desk desk)
    {
        lock (_gate)
        {
            if (_idle.Count < MostIdle)
            {
                _idle.Push(desk);
                return;
            }
        }

        desk.Dispose();
    }
}
