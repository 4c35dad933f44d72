using Hale.Monitoring.Flow;

namespace Hale.Server.History.Keeping;

/// <summary>
/// The loop that writes: a batch a second. A batch that can't be written is kept and tried again, ever more rarely; meanwhile the journal holds what it can
/// and counts what it can't.
/// </summary>
internal sealed partial class Writing(IHistoryStore store, Journal journal, Gathering gathering, HistoryOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan BetweenLastTries = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Batch? _inHand;
    private Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private Failing? _failing;
    private Task? _rest;
    private bool _waiting;

    /// <summary>The run whose sign of life goes with every batch; null before it began.</summary>
    public long? Run { get; set; }

    /// <summary>Since when and why nothing can be written; null while all is well.</summary>
    public Failing? Failing => Volatile.Read(ref _failing);

    /// <summary>Whether nothing more happens before time passes or something is noted; tests wait for it.</summary>
    public bool Settled => Volatile.Read(ref _rest) is { IsCompleted: false } || (Volatile.Read(ref _waiting) && journal.Idle);

    /// <summary>Says that the end is near: no more pauses.</summary>
    public void Hurry() => _hurry.TrySetResult();

    /// <summary>One turn; false when the journal was completed and everything is written.</summary>
    public async ValueTask<bool> TurnAsync(CancellationToken cancel)
    {
        if (_inHand is null && !await TakeAsync(cancel))
            return false;
        if (!await TryAsync(_inHand!, cancel))
        {
            await PauseAsync(_backoff.Delay, BetweenLastTries, _hurry.Task, cancel);
            return true;
        }

        journal.Done(_inHand!.Count);
        _inHand = null;
        await PauseAsync(options.Every, TimeSpan.Zero, journal.Urged, cancel);
        return true;
    }

    /// <summary>Writes the states of pages that changed since they were saved; what happens to results in between is in the log.</summary>
    public ValueTask LeaveAsync(IEnumerable<Page> pages, CancellationToken cancel) =>
        store.AppendAsync(gathering.Leave(pages, Sign), cancel);

    /// <summary>What is left at the end is lost, and counted.</summary>
    public void GiveUp()
    {
        if (journal.Pending is > 0 and var left)
        {
            journal.Lose(left);
            LostAtEnd(logger, left, _failing?.Error);
        }
    }

    private RunSeen? Sign => Run is { } run ? new(run, time.GetUtcNow()) : null;

    private async ValueTask<bool> TakeAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _waiting, true);
        var more = await journal.WaitAsync(cancel);
        Volatile.Write(ref _waiting, false);
        if (more)
            _inHand = gathering.Make(journal.Take(), Sign);
        return more;
    }

    private async ValueTask<bool> TryAsync(Batch batch, CancellationToken cancel)
    {
        try
        {
            await store.AppendAsync(batch.Content, cancel);
            batch.Written();
            if (_failing is { } failing)
                Recovered(logger, (time.GetUtcNow() - failing.Since).TotalSeconds);
            (_failing, _backoff) = (null, _backoff.Succeeded());
            return true;
        }
        catch (InvalidDataException error)
        {
            batch.GivenUp(error);
            journal.Lose(batch.Count);
            Refused(logger, batch.Count, error);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _backoff = _backoff.Failed();
            if (_failing is null)
                Failed(logger, error.Message);
            _failing = new(_failing?.Since ?? time.GetUtcNow(), error.Message);
            return false;
        }
    }

    private async ValueTask PauseAsync(TimeSpan usual, TimeSpan hurried, Task urged, CancellationToken cancel)
    {
        if (!_hurry.Task.IsCompleted)
        {
            Volatile.Write(ref _rest, Task.Delay(usual, time, cancel));
            await Task.WhenAny(_rest!, _hurry.Task, urged);
        }

        if (_hurry.Task.IsCompleted)
        {
            Volatile.Write(ref _rest, Task.Delay(hurried, time, cancel));
            await _rest!;
        }

        cancel.ThrowIfCancellationRequested();
        Volatile.Write(ref _rest, null);
    }

    [LoggerMessage(1501, LogLevel.Error, "History can't be written and is held in memory: {Error}")]
    private static partial void Failed(ILogger logger, string error);

    [LoggerMessage(1502, LogLevel.Information, "History is written again after {Seconds} s")]
    private static partial void Recovered(ILogger logger, double seconds);

    [LoggerMessage(1503, LogLevel.Error, "The store refused {Count} results and events for good")]
    private static partial void Refused(ILogger logger, int count, Exception error);

    [LoggerMessage(1504, LogLevel.Error, "The hub stopped with {Count} results and events unwritten: {Error}")]
    private static partial void LostAtEnd(ILogger logger, int count, string? error);
}
