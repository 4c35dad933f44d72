using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch.Rounds;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Watch;

/// <summary>
/// Watches: checks every spec at its time, judges the results, holds the verdicts and tells what came of it. What is told of one key is told in
/// order, and before the call that caused it answers. Receivers are called one at a time: they put their work into a queue of their own, and don't
/// wait for another thread that calls the watcher.
/// </summary>
public sealed partial class Watcher : IDisposable
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(60);

    /// <summary>The loop wakes at least this often, so that its pulse tells that it lives.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BetweenReferences = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ReferenceTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Held while something is decided and told, so that all is told in the order it was decided. Taken before the gate, never inside it.</summary>
    private readonly Lock _voice = new();

    /// <summary>Held while something is decided; nobody else's code runs under it.</summary>
    private readonly Lock _gate = new();

    private readonly Agenda _agenda;
    private readonly Tally _tally = new();
    private readonly Ledger _ledger;
    private readonly Prober _prober;
    private readonly RunPool _runs;
    private readonly Starter _starter;
    private readonly MonitorLog _monitor;
    private readonly Alarm _alarm;
    private readonly Loop _loop;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _wakeAt = TimeSpan.MaxValue;
    private TimeSpan _beatAt = BeatEvery;
    private long _finishedAtBeat;
    private bool _begun;
    private bool _stopping;

    /// <summary>Makes a watch of nothing.</summary>
    /// <param name="random">From 0 to 1; called by one thread at a time.</param>
    public Watcher(CheckCatalog checks, Vitals vitals, WatchOptions options, TimeProvider time, Func<double> random, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<Watcher>();
        _agenda = new(time, random);
        _prober = new(checks, time, _logger);
        _runs = new(_prober.Ask, Ended);
        _starter = new(_prober);
        _ledger = new(_agenda, new(_agenda, options.Allowance), _tally, time, options.Grace, _runs);
        for (var i = 0; i < options.References.Count; i++)
            _ledger.Refer(new($"reference {i + 1}", options.References[i], BetweenReferences, ReferenceTimeout, new() { Retries = 0 }));
        _monitor = new(loggers);
        _alarm = new(time);
        _loop = new(vitals.Loop("watch", TimeSpan.FromMinutes(1)), time, _logger);
        (_options, _time) = (options, time);
    }

    /// <summary>After every check that counts, in order per key.</summary>
    public Feed<Outcome> Outcomes { get; } = new();

    /// <summary>Pauses and resumptions.</summary>
    public Feed<Shift> Shifts { get; } = new();

    /// <summary>Due checks that were skipped.</summary>
    public Feed<Slip> Slips { get; } = new();

    /// <summary>That the hub itself was cut off, or is no longer; told before the shifts that come of it.</summary>
    public Feed<Isolation> Isolations { get; } = new();

    /// <summary>Since when the hub itself is cut off; null while it is not.</summary>
    public DateTimeOffset? CutOffSince
    {
        get
        {
            lock (_gate)
                return _ledger.CutOffSince;
        }
    }

    /// <summary>Checks that run now.</summary>
    public int InFlight => _ledger.InFlight;

    /// <summary>
    /// Whether the loop sleeps until time passes or somebody calls, and nothing that was told to end still runs; with nothing in flight, too, the
    /// watch is at rest.
    /// </summary>
    internal bool Asleep => _ledger.Ending == 0 && _alarm.Quiet;

    /// <summary>Counts and the lateness histogram.</summary>
    public WatchFigures Figures
    {
        get
        {
            lock (_gate)
                return new(
                    _ledger.Active, _tally.Started, _tally.Finished, _tally.Skipped, _tally.Abandoned, InFlight, _ledger.Waiting, _ledger.OldestOverdue,
                    _tally.Late);
        }
    }

    /// <summary>What due checks wait for.</summary>
    public Congestion Congestion
    {
        get
        {
            lock (_gate)
                return _ledger.Congestion;
        }
    }

    /// <summary>Everything watched, as it stands at one moment; in no order.</summary>
    public IEnumerable<Watched> All
    {
        get
        {
            lock (_gate)
                return [.. _ledger.All.Select(View)];
        }
    }

    /// <summary>
    /// Takes everything that is watched at start. First checks are spread over 5 s, the interval at most, and over more where that would be above 2,000 a
    /// second, nine tenths of the interval at most. Verdicts known from before are given back.
    /// </summary>
    public void Launch(IReadOnlyList<(WatchSpec Spec, Verdict? Known)> specs)
    {
        lock (_voice)
        {
            List<Change> changes;
            bool begun;
            lock (_gate)
            {
                changes = _ledger.Launch(specs);
                begun = _begun;
                WakeInTime();
            }

            changes.ForEach(change => Told(change, begun));
        }

        StartBegun();
    }

    /// <summary>
    /// Adds or replaces. One that is new, or asks something else, or was resumed, is checked within a second (of many, 2,000 a second); one that
    /// only changes its timing or patience keeps its verdict and its phase.
    /// </summary>
    public void Set(WatchSpec spec)
    {
        lock (_voice)
        {
            Change change;
            bool begun;
            lock (_gate)
            {
                change = _ledger.Set(spec);
                begun = _begun;
                WakeInTime();
            }

            Told(change, begun);
        }

        StartBegun();
    }

    /// <summary>Stops watching; false, and nothing else, when the key is not known.</summary>
    public bool Remove(string key)
    {
        WatchSpec? gone;
        lock (_voice)
        {
            bool begun;
            lock (_gate)
            {
                gone = _ledger.Remove(key);
                begun = _begun;
                WakeInTime();
            }

            if (gone is not null && begun)
                _monitor.Changed(gone, null, asks: false);
        }

        return gone is not null;
    }

    /// <summary>The watched thing as it stands, or null.</summary>
    public Watched? Find(string key)
    {
        lock (_gate)
            return _ledger.Find(key) is { } entry ? View(entry) : null;
    }

    /// <summary>Its status now; unknown when nothing of that key is watched.</summary>
    public Status StatusOf(string key)
    {
        lock (_gate)
            return _ledger.Find(key)?.Verdict.Status ?? Status.Unknown;
    }

    /// <summary>
    /// Checks at once, however many others run, or joins the check that runs; answers once the outcome was told. The result is judged like any
    /// other. A good one doesn't move the schedule, a failed one starts the early tries. On a paused one it changes nothing, is not told, and its
    /// outcome says that it does not count.
    /// </summary>
    /// <param name="correlationId">Of the request that asks, for the log.</param>
    /// <param name="cancel">Ends the waiting; the check goes on.</param>
    /// <exception cref="KeyNotFoundException">Nothing of that key is watched, or no longer.</exception>
    /// <exception cref="OperationCanceledException">The watch stops, or <paramref name="cancel"/>.</exception>
    public async Task<Outcome> CheckNowAsync(string key, string? correlationId, CancellationToken cancel)
    {
        Task<Outcome> outcome;
        lock (_gate)
        {
            if (_stopping)
                throw new OperationCanceledException("the watch stops");
            var run = _ledger.Force(key);
            run.CorrelationId ??= correlationId;
            outcome = run.Join();
        }

        StartBegun();
        return await outcome.WaitAsync(cancel);
    }

    /// <summary>
    /// Takes what a passive one's target said of itself. It is judged like any result, and told before this answers; on a paused one it changes nothing.
    /// </summary>
    /// <returns>Null when nothing of that key is watched.</returns>
    public Outcome? Take(string key, Observation seen, string? correlationId = null)
    {
        lock (_voice)
        {
            Outcome? outcome;
            lock (_gate)
                outcome = _ledger.Hand(key, seen, correlationId);
            if (outcome is { Counted: true })
            {
                Tell(Outcomes, outcome);
                _monitor.Checked(outcome);
            }

            return outcome;
        }
    }

    /// <summary>Runs until <paramref name="stopping"/>; then starts nothing more, gives running checks <see cref="WatchOptions.StopWithin"/>, and cancels the rest.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _monitor.Begin(Open());
        await using (stopping.UnsafeRegister(static alarm => ((Alarm)alarm!).Ring(), _alarm))
            await _loop.RunOnThreadAsync(Turn, stopping);
        _monitor.End(Close());
        await _idle.Task.WaitAsync(_options.StopWithin, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            _ledger.CancelAll();
    }

    /// <summary>Frees its timer; after <see cref="RunAsync"/> has ended.</summary>
    public void Dispose() => _alarm.Dispose();

    private void StartBegun()
    {
        List<Run>? begun;
        lock (_gate)
            begun = _ledger.TakeBegun();
        _starter.Start(begun);
    }
}
