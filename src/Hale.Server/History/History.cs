using System.Collections.Concurrent;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.History.Keeping;
using Hale.Server.Maintenance;
using Hale.Server.Rounds;

namespace Hale.Server.History;

/// <summary>
/// Keeps what was seen: every result, every change of status, and of each key the verdict and the counts of the day, in memory and, a second later, in
/// the store. Answers questions about the past.
/// </summary>
internal sealed partial class History
{
    private readonly ConcurrentDictionary<string, Page> _pages = new(StringComparer.Ordinal);
    private readonly Lock _newcomers = new();
    private readonly IHistoryStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Journal _journal;
    private readonly Gathering _gathering;
    private readonly Writing _writing;
    private readonly Upkeep _upkeep;
    private readonly DayRound<Page, StoredRollup> _rolling;
    private readonly HistoryOptions _options;
    private readonly MaintenanceBook? _maintenance;
    private readonly Func<CancellationToken, Task>[] _loops;
    private readonly Func<CancellationToken, Task> _writer;
    private Func<string, string?> _causeOf = _ => null;
    private int _lastLoaded;
    private int _lastSeries;
    private bool _draining;

    /// <param name="beside">What other rooms keep in the same database, for the limit of its size.</param>
    /// <param name="maintenance">When what is watched is worked on; null where nobody knows of that.</param>
    public History(
        IHistoryStore store, HistoryOptions options, Vitals vitals, TimeProvider time, ILogger<History> logger, IEnumerable<Kept>? beside = null,
        MaintenanceBook? maintenance = null)
    {
        (_store, _options, _time, _logger, _maintenance) = (store, options, time, logger, maintenance);
        _journal = vitals.Add(new Journal(options.Capacity));
        _gathering = new(new(() => _pages.Count, () => [.. _pages.Values], new(options.Ahead, options.AheadFor), time), _journal);
        _writing = new(store, _journal, _gathering, options, time, logger);
        _upkeep = new Upkeep(store, beside ?? [], _journal, options, time, logger);
        _rolling = new(new Rolling(store, () => [.. _pages.Values], WithinAsync, options), TimeSpan.FromSeconds(90), time);
        _writer = Loop("history_write", 60, _writing.TurnAsync);
        _loops = [Loop("history_beat", 60, _upkeep.BeatAsync), Loop("history_prune", 3_600, _upkeep.PruneAsync), Loop("history_rollup", 3_600, _rolling.TurnAsync)];

        Func<CancellationToken, Task> Loop(string name, int patience, Func<CancellationToken, ValueTask<bool>> turn)
        {
            var loop = new Loop(vitals.Loop(name, TimeSpan.FromSeconds(patience)), time, logger);
            return stopping => loop.RunAsync(turn, stopping);
        }
    }

    /// <summary>The keys that something is held of, in no order.</summary>
    public IEnumerable<string> Keys => _pages.Keys;

    /// <summary>Results and events taken and not yet written.</summary>
    public int Unwritten => _journal.Pending;

    /// <summary>Results and events that were given up.</summary>
    public long Lost => _journal.Lost;

    /// <summary>Since when and why nothing can be written; null while all is well.</summary>
    public Failing? Failing => _writing.Failing;

    /// <summary>The bytes that the database took when it was measured last; 0 in the first minute.</summary>
    public long Size => _upkeep.Size;

    /// <summary>Whether the database takes more than it may and nothing is left that may be removed.</summary>
    public bool Overfull => _upkeep.Overfull;

    /// <summary>Whether every loop of the room rests, waiting for time to pass or for something to happen; tests wait for it.</summary>
    internal bool Settled => _writing.Settled && (Volatile.Read(ref _draining) || (_upkeep.Settled && _rolling.Resting));

    /// <summary>Reads what is held of every key, and begins a run of the hub. Call once, before anything happens.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        var stored = await _store.LoadAsync(cancel);
        (_lastSeries, _gathering.LastRow) = (stored.LastSeries, stored.LastRow);
        _lastLoaded = _lastSeries;
        var pages = new Dictionary<int, Page>(stored.Series.Count);
        foreach (var series in stored.Series)
        {
            var page = pages[series.Id] = _pages[series.Key] = Page.Read(series, now, out var legible);
            if (!legible)
                Illegible(_logger, page.Key);
        }

        foreach (var version in stored.Versions)
        {
            if (pages.TryGetValue(version.Series, out var page))
                page.IsOther(version.Version);
        }

        // Results of a series that was forgotten since belong to nobody.
        foreach (var row in stored.Rows)
        {
            Row.Read(row.Body.Span, (series, reading) =>
            {
                if (pages.TryGetValue(series, out var page))
                    page.Again(row.Number, reading);
            });
        }

        _gathering.Owe([.. pages.Values.Where(page => page.Caught())]);
        _writing.Run = await _store.BeginRunAsync(now, cancel);
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
        var (key, after) = (outcome.Spec.Key, outcome.Ruling.After);
        var events = Events(key, outcome.Ruling.Steps);
        if (Versions.Of(outcome.Seen.Details) is { } version && PageOf(key) is var page && page.IsOther(version))
            _journal.Add(new StoredVersion(page.Series, outcome.Seen.At, version));
        while (!PageOf(key).Saw(outcome.Seen, after, events, _journal))
        {
            // It was thrown away just now, and begins anew.
        }
    }

    /// <summary>Takes a verdict that changed without a check. One that leaves the status as it was is an event too: it ends or begins a pause.</summary>
    public void Moved(Shift shift)
    {
        var (key, after) = (shift.Spec.Key, shift.Ruling.After);
        var steps = shift.Ruling.Steps;
        if (steps.Count == 0 && after.Why != shift.Before.Why)
            steps = [new(_time.GetUtcNow(), shift.Before.Status, after.Status, after.Why, after.Message)];
        var events = Events(key, steps);
        while (!PageOf(key).Moved(after, events, _journal))
        {
            // It was thrown away just now, and begins anew.
        }
    }

    /// <summary>Throws away everything about a key.</summary>
    public void Forget(string key)
    {
        if (!_pages.TryRemove(key, out var page))
            return;
        page.Forget();
        _journal.Forget(page.Series);
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
        var writing = EndAsync(end.Token);
        await Task.WhenAll(_loops.Select(loop => loop(stopping)));
        _journal.Complete();
        _writing.Hurry();
        var limit = Task.Delay(_options.DrainFor, _time, CancellationToken.None);
        Volatile.Write(ref _draining, true);
        await Task.WhenAny(writing, limit);
        await end.CancelAsync();
        await writing;
        _writing.GiveUp();
    }

    private async Task EndAsync(CancellationToken cancel)
    {
        await _writer(cancel);
        if (cancel.IsCancellationRequested)
            return;
        try
        {
            await _writing.LeaveAsync(_pages.Values, cancel);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Of the last results some details are then not known until the next check; the results themselves are written.
            Unsaved(_logger, error);
        }
    }

    private Page PageOf(string key) => _pages.TryGetValue(key, out var page) ? page : Begin(key);

    private Page Begin(string key)
    {
        lock (_newcomers)
        {
            if (_pages.TryGetValue(key, out var page))
                return page;
            page = new(++_lastSeries, key, Verdict.Unchecked(_time.GetUtcNow()));
            // The store must know of the series before of anything in it.
            _journal.Begin(page.Series, key);
            return _pages[key] = page;
        }
    }

    private IReadOnlyList<StatusEvent> Events(string key, IReadOnlyList<Transition> steps) =>
        steps.Count == 0 ? [] : [.. steps.Select(step => new StatusEvent(key, step, step.To is Status.Up or Status.Unknown ? null : _causeOf(key)))];

    [LoggerMessage(1505, LogLevel.Warning, "What was kept of {Key} is not legible; it starts as unknown")]
    private static partial void Illegible(ILogger logger, string key);

    [LoggerMessage(1506, LogLevel.Warning, "The last results' details could not be saved at the end")]
    private static partial void Unsaved(ILogger logger, Exception error);
}
