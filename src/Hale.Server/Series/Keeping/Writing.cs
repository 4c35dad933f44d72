using Hale.Monitoring.Flow;

namespace Hale.Server.Series.Keeping;

/// <summary>
/// The loop that writes: a batch a second. A batch that can't be written is kept and tried again, ever more rarely; meanwhile the journal holds what it can
/// and counts what it can't.
/// </summary>
internal sealed partial class Writing(ISeriesStore store, Journal journal, Gathering gathering, SeriesOptions options, TimeProvider time, ILogger logger)
{
    // So often the loop turns when nothing comes, to say that it is alive.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLastTries = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Batch? _inHand;
    private Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private DateTimeOffset? _failingSince;
    private Task<bool>? _coming;
    private Task? _quiet;
    private Task? _rest;
    private bool _waiting;

    /// <summary>Whether nothing more happens before time passes or something is measured; tests wait for it.</summary>
    public bool Settled => Volatile.Read(ref _rest) is { IsCompleted: false } || (Volatile.Read(ref _waiting) && journal.Idle);

    /// <summary>Says that the end is near: no more pauses.</summary>
    public void Hurry() => _hurry.TrySetResult();

    /// <summary>One turn; false when the journal was completed and everything is written.</summary>
    public async ValueTask<bool> TurnAsync(CancellationToken cancel)
    {
        if (_inHand is null && !await TakeAsync(cancel))
            return false;
        if (_inHand is not { } batch)
            return true;
        if (!await TryAsync(batch, cancel))
        {
            await PauseAsync(_backoff.Delay, BetweenLastTries, cancel);
            return true;
        }

        _inHand = null;
        await PauseAsync(options.Every, TimeSpan.Zero, cancel);
        return true;
    }

    /// <summary>What is left at the end is lost, and counted.</summary>
    public void GiveUp()
    {
        if (journal.Pending is > 0 and var left)
        {
            journal.Lose(left);
            LostAtEnd(logger, left);
        }
    }

    private async ValueTask<bool> TakeAsync(CancellationToken cancel)
    {
        // Both are kept from turn to turn: neither can be called back.
        _coming ??= journal.WaitAsync(cancel).AsTask();
        _quiet ??= Task.Delay(Quiet, time, cancel);
        Volatile.Write(ref _waiting, true);
        await Task.WhenAny(_coming, _quiet);
        Volatile.Write(ref _waiting, false);
        cancel.ThrowIfCancellationRequested();
        if (_quiet.IsCompleted)
            _quiet = null;
        if (!_coming.IsCompleted)
            return true;
        var more = await _coming;
        _coming = null;
        if (more)
            _inHand = gathering.Make(journal.Take());
        return more;
    }

    private async ValueTask<bool> TryAsync(Batch batch, CancellationToken cancel)
    {
        try
        {
            await store.AppendAsync(batch.Content, cancel);
            batch.Written();
            journal.Done(batch.Taken);
            if (_failingSince is { } since)
                Recovered(logger, (time.GetUtcNow() - since).TotalSeconds);
            (_failingSince, _backoff) = (null, _backoff.Succeeded());
            return true;
        }
        catch (InvalidDataException error)
        {
            batch.GivenUp();
            journal.Refused(batch.Taken, error);
            Refused(logger, batch.Taken.Count, error);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _backoff = _backoff.Failed();
            if (_failingSince is null)
                Failed(logger, error.Message);
            _failingSince ??= time.GetUtcNow();
            return false;
        }
    }

    private async ValueTask PauseAsync(TimeSpan usual, TimeSpan hurried, CancellationToken cancel)
    {
        if (!_hurry.Task.IsCompleted)
        {
            Volatile.Write(ref _rest, Task.Delay(usual, time, cancel));
            await Task.WhenAny(_rest!, _hurry.Task);
        }

        if (_hurry.Task.IsCompleted)
        {
            Volatile.Write(ref _rest, Task.Delay(hurried, time, cancel));
            await _rest!;
        }

        cancel.ThrowIfCancellationRequested();
        Volatile.Write(ref _rest, null);
    }

    [LoggerMessage(2601, LogLevel.Error, "Metric samples can't be written and are held in memory: {Error}")]
    private static partial void Failed(ILogger logger, string error);

    [LoggerMessage(2602, LogLevel.Information, "Metric samples are written again after {Seconds} s")]
    private static partial void Recovered(ILogger logger, double seconds);

    [LoggerMessage(2603, LogLevel.Error, "The store refused {Count} metric samples for good")]
    private static partial void Refused(ILogger logger, int count, Exception error);

    [LoggerMessage(2604, LogLevel.Error, "The hub stopped with {Count} metric samples unwritten")]
    private static partial void LostAtEnd(ILogger logger, int count);
}
