using System.Net;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Dial.Epoll;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>
/// The quick way to ask: plain HTTP/1.1 on a fresh connection, driven by hand. Costs about a third of the framework's way, and next to no memory. What
/// it does not speak (TLS, HTTP/2, kept connections) goes the general way.
/// </summary>
/// <param name="finish">Makes of an answer what was seen, and goes on where it leads elsewhere.</param>
internal sealed class QuickCarrier(TimeProvider time, Dialer dialer, Func<QuickRun, ValueTask<Observation>> finish)
{
    private const int MostIdle = 1024;

    private readonly Lock _gate = new();
    private readonly Stack<QuickRun> _idle = [];

    /// <summary>Whether this way can ask that.</summary>
    public static bool Speaks(HttpCheckOptions options) =>
        Reactor.Supported && options is { IsSecure: false, Manner: { ReuseConnection: false, HttpVersion.Major: 1, Proxy: null } };

    /// <summary>Asks once.</summary>
    public ValueTask<Observation> RunAsync(HttpCheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        QuickRun? run;
        lock (_gate)
            _idle.TryPop(out run);
        return (run ?? new(this, time)).Start(options, timeout, stopping);
    }

    /// <summary>Why an address may not be asked; null when it may.</summary>
    public Failure? Refusal(IPAddress address) => dialer.Refusal(address);

    /// <summary>A name comes first; of several addresses the first that answers is taken.</summary>
    public async Task LookUpAsync(QuickRun run)
    {
        var dialed = await DialAsync(run);
        if (dialed.Socket is { } socket)
            run.Adopt(socket);
        else if (dialed is { Failure: null, End: { } end })
            run.Connect(end);
        else
            run.Fail(dialed.Failure);
    }

    /// <summary>Tells whoever waits for a run that is over what it means.</summary>
    public void Finish(QuickRun run)
    {
        if (run.Stopping.IsCancellationRequested)
        {
            run.Complete(new OperationCanceledException(run.Stopping));
            return;
        }

        ValueTask<Observation> seen;
        try
        {
            seen = finish(run);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            run.Complete(error);
            return;
        }

        if (seen.IsCompletedSuccessfully)
            run.Complete(seen.Result);
        else
            _ = LaterAsync(run, seen);
    }

    /// <summary>Takes back a run that is over.</summary>
    public void Return(QuickRun run)
    {
        lock (_gate)
        {
            if (_idle.Count < MostIdle)
            {
                _idle.Push(run);
                return;
            }
        }

        run.Dispose();
    }

    /// <summary>What the progress of an answer that goes on no more means; null when it is whole.</summary>
    public static Failure? Meaning(Progress progress) => progress switch
    {
        Progress.Whole => null,
        Progress.HeadTooLong => new(FailureKind.Protocol, $"the answer's headers are longer than {Line.MostHeaders} kB (protocol error)"),
        Progress.CutShort => new(FailureKind.Protocol, "the answer was cut short (protocol error)"),
        _ => new(FailureKind.Protocol, "the answer is not HTTP (protocol error)"),
    };

    /// <summary>What it means that a read came to the connection's end; null when the answer is whole by that.</summary>
    public static Failure? Broke(Uri url, Reply reply, int read)
    {
        if (read < 0)
            return Faults.Broken(Linux.Named(read), url.IdnHost, url.Port);
        return reply.Begun ? Meaning(reply.End()) : Faults.ClosedEarly(url.IdnHost, url.Port);
    }

    /// <summary>A connection, or a single address to connect to, or a failure; nothing at all when time is up.</summary>
    private async Task<Dialed> DialAsync(QuickRun run)
    {
        var url = run.Options.Url;
        using var limit = new CancellationTokenSource(run.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping, limit.Token);
        try
        {
            var found = await dialer.ResolveAsync(url.IdnHost, run.Trace, both.Token);
            if (found.Addresses is not { } addresses)
                return new(null, null, found.Failure);
            return addresses.Length == 1
                ? new(null, new(addresses[0], url.Port), null)
                : await dialer.ConnectAsync(addresses, url.Port, run.Trace, both.Token);
        }
        catch (OperationCanceledException)
        {
            run.Abort();
            return default;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new(null, null, Faults.Unforeseen(error));
        }
    }

    private static async Task LaterAsync(QuickRun run, ValueTask<Observation> seen)
    {
        try
        {
            run.Complete(await seen);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            run.Complete(error);
        }
    }
}
