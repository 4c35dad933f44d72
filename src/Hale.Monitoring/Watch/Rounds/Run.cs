using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>
/// One check that runs, and who waits for it. Used again for another check once it has ended by itself. Touched only under the watcher's gate, but for
/// what never changes while it runs, and for the asking.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without a timer and without a link a cancellation source holds nothing that must be freed.")]
internal sealed class Run : IThreadPoolWorkItem
{
    private readonly Action _answered;
    private readonly Action<Run> _begin;
    private CancellationTokenSource _cancel = new();
    private List<TaskCompletionSource<Outcome>>? _waiters;
    private ValueTaskAwaiter<Observation> _asked;

    /// <param name="begin">Asks; on another thread when the run is handed to the thread pool.</param>
    /// <param name="ended">Takes a run that has its answer.</param>
    public Run(Action<Run> begin, Action<Run> ended)
    {
        _begin = begin;
        _answered = () => ended(this);
    }

    public Entry Entry { get; private set; } = null!;

    public CheckSpec Check { get; private set; } = null!;

    public TimeSpan Timeout { get; private set; }

    /// <summary>Asked for by somebody, and not by the schedule.</summary>
    public bool Forced { get; private set; }

    /// <summary>When the check began.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The same as a timestamp.</summary>
    public long Began { get; set; }

    /// <summary>Where it holds a place; null for one that holds none.</summary>
    public Peer? Peer { get; private set; }

    /// <summary>Of the first who asked for it.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>Whether it counts no more: it came to its end, or was given up, or its result is worth nothing.</summary>
    public bool Over { get; set; }

    /// <summary>Whether it was told to end before it came to its end.</summary>
    public bool Detached { get; set; }

    public bool Awaited => _waiters is { Count: > 0 };

    public CancellationToken Token => _cancel.Token;

    /// <summary>Begins anew.</summary>
    public void Begin(Entry entry, bool forced, Peer? peer)
    {
        (Entry, Check, Timeout, Forced, Peer) = (entry, entry.Spec.Check, entry.Spec.Timeout, forced, peer);
        (CorrelationId, Over, Detached) = (null, false, false);
        if (!_cancel.TryReset())
            _cancel = new();
    }

    public void Execute() => _begin(this);

    /// <summary>Takes the answer when it comes, whichever thread brings it.</summary>
    public void Await(ValueTask<Observation> asked)
    {
        _asked = asked.GetAwaiter();
        if (_asked.IsCompleted)
            _answered();
        else
            _asked.UnsafeOnCompleted(_answered);
    }

    /// <summary>What was seen; throws what the check threw. Once.</summary>
    public Observation Seen()
    {
        var asked = _asked;
        _asked = default;
        return asked.GetResult();
    }

    public Task<Outcome> Join()
    {
        var waiter = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_waiters ??= []).Add(waiter);
        return waiter.Task;
    }

    /// <summary>Those who wait go over to <paramref name="next"/>, which runs in place of this one.</summary>
    public void HandOver(Run next)
    {
        next._waiters = _waiters;
        next.CorrelationId = CorrelationId;
        _waiters = null;
    }

    public void Answer(Outcome outcome) => _waiters?.ForEach(waiter => waiter.TrySetResult(outcome));

    public void Fail(Exception error) => _waiters?.ForEach(waiter => waiter.TrySetException(error));

    /// <summary>Nobody waits any longer: who was not answered gets none.</summary>
    public void GiveUp()
    {
        _waiters?.ForEach(waiter => waiter.TrySetCanceled());
        _waiters = null;
    }

    /// <summary>Tells the check to end, without running its continuations here, under the gate.</summary>
    public void Cancel() => _ = _cancel.CancelAsync();
}
