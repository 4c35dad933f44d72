using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Dial.Epoll;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>
/// One quick check: connect, ask, hear, step by step as the wire goes on. Everything it needs is used again by the next, so that a check costs next to
/// no memory. One thread at a time carries it: who waits for the wire gives it away.
/// </summary>
internal sealed class QuickRun : IValueTaskSource<Observation>, IWireUser, IThreadPoolWorkItem, IDisposable
{
    /// <summary>From how many bytes on a body is judged on another thread: the one that carries the bytes must not be kept.</summary>
    private const int LongBody = 8 * 1024;

    private readonly QuickCarrier _carrier;
    private readonly Deadline _deadline;
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<Observation> _done;
    private CancellationTokenRegistration _stop;
    private Wire? _wire;
    private IPEndPoint? _end;
    private Stage _stage;
    private Failure? _failure;
    private byte[] _room = [];
    private ReadOnlyMemory<byte> _request;
    private long _since;
    private int _sent;

    public QuickRun(QuickCarrier carrier, TimeProvider time)
    {
        _carrier = carrier;
        _deadline = new(time, GiveUp, Continue);
        Trace = new(time);
    }

    private enum Stage
    {
        Connecting,
        Asking,
        Hearing,
    }

    public Trace Trace { get; }

    public HttpCheckOptions Options { get; private set; } = null!;

    public TimeSpan Timeout { get; private set; }

    public CancellationToken Stopping { get; private set; }

    /// <summary>Where the answer comes in.</summary>
    public Reply Reply { get; } = new();

    /// <summary>What came of it; the answer is good until the result is taken.</summary>
    public Exchanged Exchanged { get; private set; }

    private Wire Wire => _wire!;

    /// <summary>Begins; what comes of it is in the task.</summary>
    public ValueTask<Observation> Start(HttpCheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        (Options, Timeout, Stopping) = (options, timeout, stopping);
        (_failure, _sent, _request) = (null, 0, options.Request(ref _room));
        Trace.Restart();
        Reply.Begin(options.Method == "HEAD");
        var task = new ValueTask<Observation>(this, _done.Version);
        var wire = Reactor.Shared.Rent(this);
        lock (_gate)
            _wire = wire;
        _deadline.Set(timeout);
        _stop = stopping.UnsafeRegister(static run => ((QuickRun)run!).Abort(), this);
        if (options.End is { } end && _carrier.Refusal(end.Address) is { } refusal)
            Fail(refusal);
        else if (options.End is not null)
            Connect(options.End);
        else
            _ = _carrier.LookUpAsync(this);
        return task;
    }

    /// <summary>Connects to an address and goes on.</summary>
    public void Connect(IPEndPoint end)
    {
        Trace.Stage = Dial.Stage.Connecting;
        Trace.Address = end.Address;
        (_end, _since, _stage) = (end, Trace.Now, Stage.Connecting);
        var begun = Wire.Connect(end);
        if (begun == 0)
            Connected();
        else if (begun != Linux.InProgress)
            Fail(Faults.Connecting(Linux.Named(begun), end));
        else if (!WentOn(end) && Wire.Await(Linux.Out))
            Continue();
    }

    /// <summary>Goes on with a connection that was made elsewhere.</summary>
    public void Adopt(Socket socket)
    {
        Wire.Adopt(socket);
        Ask();
    }

    /// <summary>Ends without an answer; null when time is up.</summary>
    public void Fail(Failure? failure)
    {
        _failure = failure;
        Conclude(ended: false);
    }

    /// <summary>Ends whatever is waited for, from any thread.</summary>
    public void Abort()
    {
        if (GiveUp())
            Continue();
    }

    /// <inheritdoc/>
    public void Continue()
    {
        try
        {
            Step();
        }
        catch (Exception error) when (error is not OutOfMemoryException && _wire is not null)
        {
            Fail(Faults.Unforeseen(error));
        }
    }

    private void Step()
    {
        if (Wire.TakeBehind() is var behind && behind > TimeSpan.Zero)
            Trace.Excuse(behind);
        if (Wire.Aborted)
            Conclude(ended: false);
        else if (_stage == Stage.Hearing)
            Hear();
        else if (_stage == Stage.Asking)
            Send();
        else if (Wire.Connected() is < 0 and var error)
            Fail(Faults.Connecting(Linux.Named(error), _end!));
        else
            Connected();
    }

    /// <summary>Judges, on a thread of the pool.</summary>
    public void Execute() => _carrier.Finish(this);

    /// <summary>What was seen.</summary>
    public void Complete(Observation seen) => _done.SetResult(seen);

    /// <summary>What broke.</summary>
    public void Complete(Exception error) => _done.SetException(error);

    public void Dispose() => _deadline.Dispose();

    /// <inheritdoc/>
    Observation IValueTaskSource<Observation>.GetResult(short token)
    {
        try
        {
            return _done.GetResult(token);
        }
        finally
        {
            _done.Reset();
            _carrier.Return(this);
        }
    }

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<Observation>.GetStatus(short token) => _done.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource<Observation>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);

    private void Connected()
    {
        Trace.Connected(_since, _end!);
        Ask();
    }

    /// <summary>
    /// A near peer has answered by the time the call returns, though the kernel says that the connecting is under way: then the request goes out, or the
    /// check is over, without waiting to be told.
    /// </summary>
    private bool WentOn(IPEndPoint end)
    {
        var sent = Wire.Send(_request.Span);
        if (sent == Linux.Again)
            return false;
        _sent = Math.Max(0, sent);
        if (sent < 0 && Linux.Named(sent) is not SocketError.ConnectionReset and var error)
            Fail(Faults.Connecting(error, end));
        else
            Connected();
        return true;
    }

    private void Ask()
    {
        Trace.Stage = Dial.Stage.Asking;
        _stage = Stage.Asking;
        Send();
    }

    private void Send()
    {
        var request = _request.Span;
        while (_sent < request.Length)
        {
            var sent = Wire.Send(request[_sent..]);
            if (sent >= 0)
            {
                _sent += sent;
            }
            else if (sent != Linux.Again)
            {
                Fail(Faults.Broken(Linux.Named(sent), Options.Url.IdnHost, Options.Url.Port));
                return;
            }
            else if (!Wire.Await(Linux.Out))
            {
                return;
            }
            else if (Wire.Aborted)
            {
                Conclude(ended: false);
                return;
            }
        }

        (_since, _stage) = (Trace.Now, Stage.Hearing);
        if (Wire.Await(Linux.In))
            Continue();
    }

    private void Hear()
    {
        while (!Wire.Aborted)
        {
            int read;
            while ((read = Wire.Receive(Reply.Space.Span)) > 0)
            {
                if (!Reply.Begun)
                    Trace.FirstByte(_since, Trace.Now);
                if (Reply.Take(read) is var progress and not Progress.More)
                {
                    Fail(QuickCarrier.Meaning(progress));
                    return;
                }
            }

            if (read is not (Linux.Again or Linux.Interrupted))
            {
                _failure = QuickCarrier.Broke(Options.Url, Reply, read);
                Conclude(ended: true);
                return;
            }

            // From here on it may be another thread's, and over.
            if (!Wire.Await(Linux.In))
                return;
        }

        Conclude(ended: false);
    }

    /// <summary>Whether it waited, and is to be continued by who called this.</summary>
    private bool GiveUp()
    {
        lock (_gate)
            return _wire?.Abort() ?? false;
    }

    /// <summary>The exchange is over: nothing more happens to the wire.</summary>
    /// <param name="ended">Whether the peer has closed its side.</param>
    private void Conclude(bool ended)
    {
        _deadline.Clear();
        _stop.Dispose();
        lock (_gate)
        {
            if (Wire.Aborted)
                _failure = Faults.OutOfTime(Trace.Stage, Options.Url.IdnHost, Options.Url.Port, Timeout);
            Wire.Close(ended);
            _wire = null;
        }

        var answer = _failure is null ? Reply.Answer : null;
        if (answer is not null)
            Trace.Answered(answer.Status, answer.Body.Length);
        Exchanged = new(answer, _failure, Reply.Status == 0 ? null : Reply.Status);
        if (answer is not null && (answer.Body.Length > LongBody || Options.Expect.BodyMatches is not null))
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            Execute();
    }
}
