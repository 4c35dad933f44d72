using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>One check that runs, and who waits for it. Touched only under the watcher's gate, but for what never changes.</summary>
internal sealed class Run(Entry entry, bool forced, CancellationToken hard) : IDisposable
{
    private readonly CancellationTokenSource _cancel = CancellationTokenSource.CreateLinkedTokenSource(hard);
    private List<TaskCompletionSource<Outcome>> _waiters = [];

    public Entry Entry { get; } = entry;

    public CheckSpec Check { get; } = entry.Spec.Check;

    public TimeSpan Timeout { get; } = entry.Spec.Timeout;

    /// <summary>Asked for by somebody, and not by the schedule.</summary>
    public bool Forced { get; } = forced;

    /// <summary>Where it holds a place; null for one that holds none.</summary>
    public Peer? Peer { get; init; }

    /// <summary>Of the first who asked for it.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>Its result is worth nothing any more.</summary>
    public bool Detached { get; set; }

    public bool Awaited => _waiters.Count > 0;

    public CancellationToken Token => _cancel.Token;

    public Task<Outcome> Join()
    {
        var waiter = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Add(waiter);
        return waiter.Task;
    }

    /// <summary>Those who wait go over to <paramref name="next"/>, which runs in place of this one.</summary>
    public void HandOver(Run next)
    {
        next._waiters = _waiters;
        next.CorrelationId = CorrelationId;
        _waiters = [];
    }

    public void Answer(Outcome outcome) => _waiters.ForEach(waiter => waiter.TrySetResult(outcome));

    public void Fail(Exception error) => _waiters.ForEach(waiter => waiter.TrySetException(error));

    public void GiveUp() => _waiters.ForEach(waiter => waiter.TrySetCanceled());

    /// <summary>Tells the check to end, without running its continuations here, under the gate.</summary>
    public void Cancel() => _ = _cancel.CancelAsync();

    public void Dispose() => _cancel.Dispose();
}
