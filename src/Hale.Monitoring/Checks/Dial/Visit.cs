namespace Hale.Monitoring.Checks.Dial;

/// <summary>
/// One run of a check that talks to a peer: bounds it in time, turns what breaks into a failure by its cause, and answers what was seen. The
/// kind's own part is a function that talks and answers why it failed, if it did.
/// </summary>
internal sealed class Visit(TimeProvider time, string host, int port)
{
    public string Host => host;

    public int Port => port;

    /// <summary>The peer as people are told it: <c>host:port</c>.</summary>
    public string Peer => Faults.Join(host, port);

    public Trace Trace { get; } = new(time);

    /// <summary>Whether the peer gave an answer that could be judged, good or bad. A success always has.</summary>
    public bool Answered { get; set; }

    /// <summary>Whether the answer says of itself that it is degraded.</summary>
    public bool SaysDegraded { get; set; }

    /// <summary>What the answer says of itself when it is not simply well.</summary>
    public string? Message { get; set; }

    /// <summary>What the answer told of the target.</summary>
    public Dictionary<string, object?> Details { get; } = [];

    /// <summary>The answer's text, for one who asks once.</summary>
    public string? Body { get; set; }

    /// <summary>What the target's latency is where it is not how long the visit took.</summary>
    public TimeSpan? Latency { get; set; }

    /// <summary>How much of the visit's time was the check's own waiting, which is no part of the latency.</summary>
    public TimeSpan Excluded { get; set; }

    /// <summary>What it means that time ran out; null for what the stage says.</summary>
    public Func<Failure?> OutOfTime { get; set; } = () => null;

    /// <summary>A visit to the same peer beside this one, which leaves no trace in it.</summary>
    public Visit Aside() => new(time, host, port);

    /// <summary>Talks within <paramref name="timeout"/>.</summary>
    /// <param name="talk">Throws whatever the connection throws; answers the failure it found itself, or null.</param>
    /// <exception cref="OperationCanceledException">Only when <paramref name="stopping"/> fires.</exception>
    public async ValueTask<Observation> RunAsync(Func<CancellationToken, Task<Failure?>> talk, TimeSpan timeout, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            return Ended(await talk(both.Token));
        }
        catch (Exception error) when (both.IsCancellationRequested && !stopping.IsCancellationRequested && error is not OutOfMemoryException)
        {
            // A step that broke because time ran out in the middle of it has the same cause.
            return Ended(OutOfTime() ?? Faults.OutOfTime(Trace.Stage, host, port, timeout));
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException) && !stopping.IsCancellationRequested)
        {
            return Ended(Broken(error));
        }
    }

    private Failure Broken(Exception error) => error switch
    {
        IOException => Faults.Lost(error, host, port),
        _ when Faults.Of(error) is { } code => Faults.Broken(code, host, port),
        _ => Faults.Unforeseen(error),
    };

    private Observation Ended(Failure? failure)
    {
        var took = Latency ?? Trace.Took - Excluded;
        var answered = Answered || failure is null;
        if (failure is not null)
            Trace.Note(failure.Message);
        return new()
        {
            At = Trace.At,
            Took = took,
            Failure = failure,
            Answered = answered,
            SaysDegraded = SaysDegraded,
            Message = Message,
            Phases = Trace.Phases(answered ? took : null),
            Details = Details.Count > 0 ? Details : null,
            CertificateExpiresAt = Trace.CertificateExpiresAt,
            Address = Trace.Address,
            TlsVersion = Trace.TlsVersion,
            Body = Body,
            Evidence = Trace.Evidence,
        };
    }
}
