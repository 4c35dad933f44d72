using System.Collections.Concurrent;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.History.Keeping;

namespace Hale.Server.History;

/// <summary>
/// Keeps what was seen: every result, every change of status, and of each key the verdict and the counts of the day, in memory and, a second later, in
/// the store. Answers questions about the past.
/// </summary>
internal sealed partial class History
{
    private readonly ConcurrentDictionary<string, Page> _pages = new(StringComparer.Ordinal);
    private readonly IHistoryStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WorkQueue<Note> _queue;
    private readonly Writing _writing;
    private readonly Upkeep _upkeep;
    private readonly HistoryOptions _options;
    private readonly Func<CancellationToken, Task>[] _loops;
    private readonly Func<CancellationToken, Task> _writer;
    private Func<string, string?> _causeOf = _ => null;
    private int _missed;
    private bool _draining;

    public History(IHistoryStore store, HistoryOptions options, Vitals vitals, TimeProvider time, ILogger<History> logger)
    {
        (_store, _options, _time, _logger) = (store, options, time, logger);
        _queue = vitals.Queue<Note>("history", options.Capacity);
        _writing = new(store, _queue, options, time, logger) { Missed = TakeMissed };
        _upkeep = new Upkeep(store, _queue, options, time);
        _writer = Loop("history_write", 60, _writing.TurnAsync);
        _loops = [Loop("history_beat", 60, _upkeep.BeatAsync), Loop("history_prune", 3_600, _upkeep.PruneAsync)];

        Func<CancellationToken, Task> Loop(string name, int patience, Func<CancellationToken, ValueTask<bool>> turn)
        {
            var loop = new Loop(vitals.Loop(name, TimeSpan.FromSeconds(patience)), time, logger);
            return stopping => loop.RunAsync(turn, stopping);
        }
    }

    /// <summary>The keys that something is held of, in no order.</summary>
    public IEnumerable<string> Keys => _pages.Keys;

    /// <summary>Results and events taken and not yet written.</summary>
    public int Unwritten => _queue.Pending;

    /// <summary>Results and events that were given up.</summary>
    public long Lost => _queue.Lost;

    /// <summary>Since when and why nothing can be written; null while all is well.</summary>
    public Failing? Failing => _writing.Failing;

    /// <summary>Whether every loop of the room rests, waiting for time to pass or for something to happen; tests wait for it.</summary>
    internal bool Settled => _writing.Settled && (Volatile.Read(ref _draining) || _upkeep.Settled);

    /// <summary>Reads what is held of every key, and begins a run of the hub. Call once, before anything happens.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        foreach (var stored in await _store.VerdictsAsync(cancel))
        {
            if (Page.Read(stored) is { } page)
                _pages[stored.Key] = page;
            else
                Illegible(_logger, stored.Key);
        }

        _writing.Run = await _store.BeginRunAsync(_time.GetUtcNow(), cancel);
    }

    /// <summary>Joins the watch. Call before rooms that show what is held here.</summary>
    /// <param name="causeOf">The deepest dependency that is down, of a service's id.</param>
    public void Join(Watcher watcher, Func<string, string?> causeOf)
    {
        _causeOf = causeOf;
        watcher.Outcomes.Join(Saw);
        watcher.Shifts.Join(Moved);
    }

    /// <summary>Takes what came of a check.</summary>
    public void Saw(Outcome outcome)
    {
        if (!outcome.Counted)
            return;
        var (seen, key) = (outcome.Seen, outcome.Spec.Key);
        double? latency = seen.Answered || seen.Success ? seen.Took.TotalMilliseconds : null;
        var message = seen.Failure?.Message ?? seen.Message;
        var page = PageOf(key);
        page.Saw(
            seen, new(seen.At, seen.Success, latency, seen.Failure?.Kind, message, seen.Phases, Details.Of(seen.Details), seen.CertificateExpiresAt),
            outcome.Ruling.After);
        Offer(new(page, new(key, seen.At, outcome.Ruling.After.Status, latency, seen.Failure?.Kind, message), Events(key, outcome.Ruling.Steps)));
    }

    /// <summary>Takes a verdict that changed without a check. One that leaves the status as it was is an event too: it ends or begins a pause.</summary>
    public void Moved(Shift shift)
    {
        var (key, after) = (shift.Spec.Key, shift.Ruling.After);
        var page = PageOf(key);
        page.Moved(after);
        var steps = shift.Ruling.Steps;
        if (steps.Count == 0 && after.Why != shift.Before.Why)
            steps = [new(_time.GetUtcNow(), shift.Before.Status, after.Status, after.Why, after.Message)];
        Offer(new(page, null, Events(key, steps)));
    }

    /// <summary>Throws away everything about a key.</summary>
    public void Forget(string key)
    {
        if (_pages.TryRemove(key, out var page))
            Offer(new(page, null, [], Forget: true));
    }

    /// <summary>What is held of a key; of one that was never seen, that it is unknown.</summary>
    public Held Find(string key)
    {
        var now = _time.GetUtcNow();
        return _pages.TryGetValue(key, out var page) ? page.Hold(now) : new(Verdict.Unchecked(now), null, null, 0, null);
    }

    /// <summary>Writes until <paramref name="stopping"/>, then what is left, for a few seconds at most. End the watch first.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var end = new CancellationTokenSource();
        var writing = _writer(end.Token);
        await Task.WhenAll(_loops.Select(loop => loop(stopping)));
        _queue.Complete();
        _writing.Hurry();
        var limit = Task.Delay(_options.DrainFor, _time, CancellationToken.None);
        Volatile.Write(ref _draining, true);
        await Task.WhenAny(writing, limit);
        await end.CancelAsync();
        await writing;
        _writing.GiveUp();
    }

    private Page PageOf(string key) => _pages.GetOrAdd(key, static (each, time) => new(each, Verdict.Unchecked(time.GetUtcNow())), _time);

    private IReadOnlyList<StatusEvent> Events(string key, IReadOnlyList<Transition> steps) =>
        steps.Count == 0 ? [] : [.. steps.Select(step => new StatusEvent(key, step, step.To is Status.Up or Status.Unknown ? null : _causeOf(key)))];

    private void Offer(Note note)
    {
        // The last tenth is for events: a result lost is one of many, an event lost is a wrong history.
        var room = !note.IsResult || _queue.Pending < _options.Capacity - (_options.Capacity / 10);
        if (!room)
            _queue.Lose(1);
        if (!room || !_queue.Offer(note))
            Interlocked.Exchange(ref _missed, 1);
    }

    private IEnumerable<Page> TakeMissed() => Interlocked.Exchange(ref _missed, 0) == 1 ? _pages.Values : [];

    [LoggerMessage(1505, LogLevel.Warning, "What was kept of {Key} is not legible; it starts as unknown")]
    private static partial void Illegible(ILogger logger, string key);
}
