using System.Text.Json.Nodes;
using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Schedule;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>What a <c>Set</c> came to.</summary>
/// <param name="Before">Null when it is new.</param>
/// <param name="Asks">Whether what is asked is new or another.</param>
/// <param name="Shift">A pause or resumption.</param>
internal sealed record Change(WatchSpec? Before, WatchSpec After, bool Asks, Shift? Shift);

/// <summary>
/// The current verdicts, what runs, and what waits. Every method is called under the watcher's gate, decides and returns; telling others comes after.
/// </summary>
/// <param name="runs">Hands out runs.</param>
internal sealed class Ledger(Agenda agenda, Usher usher, Tally tally, TimeProvider time, TimeSpan grace, RunPool runs)
{
    private readonly Roster _roster = new();
    private readonly List<(Entry Entry, TimeSpan Due)> _due = [];
    private readonly Compass _compass = new(agenda);
    private readonly Timetable _limits = new(time);
    private readonly List<int> _overdue = [];
    private List<Run> _begun = [];
    private int _inFlight;
    private int _ending;
    private Bearing? _bearing;
    private bool _closed;

    public IEnumerable<Entry> All => _roster.All.Where(entry => !entry.IsReference);

    /// <summary>Since when the hub itself is cut off; null while it is not.</summary>
    public DateTimeOffset? CutOffSince => _compass.Since;

    /// <summary>Checks that run and count.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Checks that were told to end and have not ended yet.</summary>
    public int Ending => Volatile.Read(ref _ending);

    /// <summary>Nothing has to be done before this moment; null when nothing waits for time to pass.</summary>
    public TimeSpan? Next => !_closed && usher.HasNext ? TimeSpan.Zero : agenda.Next is { } due && !(_limits.Next < due) ? due : _limits.Next;

    /// <summary>Those that are not paused: counted as they come and go, since it is asked often and must not go through all of them under the gate.</summary>
    public int Active { get; private set; }

    public int Waiting => usher.Waiting.Count();

    /// <summary>How long the first in the line, or what the loop has not yet taken from the wheel, has been due.</summary>
    public TimeSpan OldestOverdue
    {
        get
        {
            var now = agenda.Now;
            var due = usher.Waiting.Append(agenda.Next ?? now).Min();
            return due < now ? now - due : TimeSpan.Zero;
        }
    }

    /// <summary>What waits for what.</summary>
    public Congestion Congestion
    {
        get
        {
            var (rechecks, rate, held) = (0, 0, 0);
            foreach (var entry in _roster.All)
            {
                rechecks += entry.Passed == Hold.Rechecks ? 1 : 0;
                rate += entry.Passed == Hold.Rate ? 1 : 0;
                held += entry.Held ? 1 : 0;
            }

            return new(Waiting, usher.Aside, rechecks, rate, held, usher.OpenCircuits);
        }
    }

    public Entry? Find(string key) => _roster.Find(key);

    /// <summary>Takes what is watched at a launch; answers pauses and resumptions that the known verdicts had not heard of.</summary>
    public List<Change> Launch(IReadOnlyList<(WatchSpec Spec, Verdict? Known)> specs)
    {
        _roster.Reserve(specs.Count);
        var count = specs.Count(each => !each.Spec.Paused);
        var places = Cadence.Places([.. specs.Select(each => (each.Spec.Key, each.Spec.Interval))]);
        var changes = new List<Change>(specs.Count);
        for (var i = 0; i < specs.Count; i++)
        {
            var ((spec, known), place) = (specs[i], places[i]);
            changes.Add(_roster.Find(spec.Key) is { } there ? Replace(there, spec) : Add(spec, known, entry => agenda.Launch(entry, place, count)));
        }

        return changes;
    }

    /// <summary>Takes what tells whether the hub itself is cut off.</summary>
    public void Refer(WatchSpec reference)
    {
        var entry = _roster.Add(reference, Verdict.Unchecked(time.GetUtcNow()), isReference: true);
        usher.Join(entry);
        _compass.Refer(entry);
    }

    public Change Set(WatchSpec spec) => _roster.Find(spec.Key) is { } entry ? Replace(entry, spec) : Add(spec, null, agenda.Soon);

    public WatchSpec? Remove(string key)
    {
        if (!_roster.Remove(key, out var entry))
            return null;
        agenda.Off(entry);
        entry.Waits = false;
        usher.Leave(entry);
        Active -= Counted(entry.Spec);
        if (Detach(entry) is { } run)
            run.Fail(new KeyNotFoundException($"'{key}' is no longer watched"));
        return entry.Spec;
    }

    /// <summary>The check that somebody asks for: the one that runs, or one that starts now.</summary>
    public Run Force(string key)
    {
        var entry = _roster.Find(key) ?? throw new KeyNotFoundException($"'{key}' is not watched");
        return entry.Run ?? Start(entry);
    }

    /// <summary>Starts what came due, as far as there is room; answers what had to be skipped, and what runs for too long.</summary>
    public (List<Slip> Slips, List<Run> Overruns) Tick()
    {
        var slips = new List<Slip>();
        _due.Clear();
        agenda.Take(_roster, _due);
        var now = agenda.Now;
        foreach (var (entry, due) in _due)
        {
            if (usher.Admit(entry, due, now) is not { } reason)
                continue;
            tally.Skip();
            if (!entry.IsReference)
                slips.Add(new(entry.Spec.Key, reason));
        }

        Pump();
        return (slips, Overruns());
    }

    /// <summary>The runs that were begun since this was asked last; whoever leaves the gate starts them.</summary>
    public List<Run>? TakeBegun()
    {
        if (_begun.Count == 0)
            return null;
        var begun = _begun;
        _begun = [];
        return begun;
    }

    /// <summary>That the hub is cut off or no longer, when that came of what was concluded last.</summary>
    public Bearing? TakeBearing()
    {
        var bearing = _bearing;
        _bearing = null;
        return bearing;
    }

    /// <summary>
    /// A run came to its end, and the next in the line may start: at the next <see cref="Tick"/>, since whoever brings an end has more of them to bring.
    /// Judges its result; null when there is none, or when the run was given up, replaced or removed meanwhile and its result is worth nothing.
    /// </summary>
    /// <param name="circuit">That its host can no longer be connected to, or can be again.</param>
    public Outcome? Conclude(Run run, Observation? seen, bool abandoned, out CircuitTurn? circuit)
    {
        circuit = null;
        if (run.Over)
            return null;
        if (seen is not null && !abandoned)
            circuit = usher.Learn(run.Entry, seen);
        var outcome = seen is null ? null : Judged(run, seen, abandoned);
        End(run);
        return outcome;
    }

    /// <summary>Judges what the target itself said; null when it is not watched.</summary>
    public Outcome? Hand(string key, Observation seen, string? correlationId)
    {
        if (_roster.Find(key) is not { } entry)
            return null;
        tally.Start(null);
        tally.Finish(abandoned: false);
        var (spec, before) = (entry.Spec, entry.Verdict);
        if (spec.Paused)
            return new(spec, seen, before, new(before, []), Counted: false, correlationId);
        var ruling = Judge.Next(before, seen, spec.Patience, seen.At + seen.Took);
        (entry.Verdict, entry.Last) = (ruling.After, Glimpse.Of(seen));
        return new(spec, seen, before, ruling, CorrelationId: correlationId);
    }

    /// <summary>What came of a concluded run was told.</summary>
    public void Left() => Interlocked.Decrement(ref _inFlight);

    /// <summary>A check that was told to end has ended.</summary>
    public void Ended() => Interlocked.Decrement(ref _ending);

    /// <summary>Tells everything that runs to end.</summary>
    public void CancelAll()
    {
        foreach (var entry in _roster.All)
            entry.Run?.Cancel();
    }

    /// <summary>Starts nothing more.</summary>
    public void Close() => _closed = true;

    /// <summary>What is held of a result: its evidence is for those who are told, and of thousands that fail it would take tens of megabytes.</summary>
    private static Observation Lasting(Observation seen) => seen.Evidence.Count == 0 && seen.Answer is null ? seen : seen with { Evidence = [], Answer = null };

    private Outcome Judged(Run run, Observation seen, bool abandoned)
    {
        tally.Finish(abandoned);
        var entry = run.Entry;
        entry.Run = null;
        var (spec, before) = (entry.Spec, entry.Verdict);
        if (spec.Paused)
            return new(spec, seen, before, new(before, []), Counted: false, run.CorrelationId);

        var isBlind = _compass.Blinds(entry, seen.Success);
        var ruling = isBlind ? Judge.Isolate(before, seen.At + seen.Took) : Judge.Next(before, seen, spec.Patience, seen.At + seen.Took);
        (entry.Verdict, entry.Last) = (ruling.After, Glimpse.Of(seen));
        if (!seen.Success && !isBlind)
            agenda.Early(entry, run.Forced);
        else if (entry.Early || entry.Due == Entry.Never)
            agenda.Regular(entry);
        _bearing ??= _compass.Take(entry, seen.At + seen.Took, _roster);
        return new(spec, seen, before, ruling, CorrelationId: run.CorrelationId);
    }

    private void End(Run run)
    {
        run.Over = true;
        if (run.Entry.Run == run)
            run.Entry.Run = null;
        _limits.Disarm(run.Entry.Slot);
        if (!run.Forced)
            usher.End(run.Peer);
    }

    /// <summary>The runs that outlived their timeout by more than the grace.</summary>
    private List<Run> Overruns()
    {
        _overdue.Clear();
        _limits.Take(agenda.Now, _overdue);
        return _overdue.Count == 0 ? [] : [.. _overdue.Select(slot => _roster[slot].Run).OfType<Run>()];
    }

    private Change Add(WatchSpec spec, Verdict? known, Action<Entry> arm)
    {
        var now = time.GetUtcNow();
        var verdict = known ?? Verdict.Unchecked(now);
        var entry = _roster.Add(spec, verdict);
        usher.Join(entry);
        Active += Counted(spec);
        if (!spec.Paused)
            arm(entry);
        return new(null, spec, Asks: true, Settle(entry, now));
    }

    private Change Replace(Entry entry, WatchSpec spec)
    {
        var before = entry.Spec;
        entry.Spec = spec;
        Active += Counted(spec) - Counted(before);
        var asks = !Same(before.Check, spec.Check);
        if (asks)
        {
            usher.Leave(entry);
            usher.Join(entry);
        }

        if (spec.Paused)
            Rest(entry, asks);
        else if (asks || before.Paused)
            Anew(entry, asks);
        else if (before.Interval != spec.Interval)
            agenda.Retime(entry);
        return new(before, spec, asks, Settle(entry, time.GetUtcNow()));
    }

    private static int Counted(WatchSpec spec) => spec.Paused ? 0 : 1;

    /// <summary>A paused one is not scheduled. Who waits for its running check gets an answer that does not count.</summary>
    private void Rest(Entry entry, bool asks)
    {
        agenda.Off(entry);
        entry.Waits = entry.Held = false;
        if (entry.Run is { Awaited: false } || (asks && entry.Run is not null))
            Restart(entry);
    }

    private void Anew(Entry entry, bool asks)
    {
        entry.Waits = entry.Held = false;
        agenda.Soon(entry);
        if (asks && Restart(entry))
            agenda.StartsNow(entry);
    }

    /// <summary>Ends a run whose result is worth nothing any more; if somebody waits for it, another starts in its place.</summary>
    private bool Restart(Entry entry)
    {
        if (Detach(entry) is not { Awaited: true } old)
            return false;
        old.HandOver(Start(entry));
        return true;
    }

    private Run? Detach(Entry entry)
    {
        if (entry.Run is not { } run)
            return null;
        run.Cancel();
        run.Detached = true;
        Interlocked.Increment(ref _ending);
        End(run);
        Left();
        return run;
    }

    /// <summary>Brings the verdict in line with a pause or a resumption; also at a launch, when the process ended between the two writes.</summary>
    private static Shift? Settle(Entry entry, DateTimeOffset now)
    {
        var before = entry.Verdict;
        if (entry.Spec.Paused == (before.Why == Why.Paused))
            return null;
        var ruling = entry.Spec.Paused ? Judge.Pause(before, now) : Judge.Resume(before, now);
        entry.Verdict = ruling.After;
        return new(entry.Spec, before, ruling);
    }

    private void Pump()
    {
        while (!_closed && usher.TryNext(out var turn))
        {
            tally.Start(agenda.Now - turn.Due);
            Start(turn.Item, turn.Peer, forced: false);
        }
    }

    /// <summary>Starts a check that somebody asks for.</summary>
    private Run Start(Entry entry)
    {
        tally.Start(null);
        return Start(entry, null, forced: true);
    }

    private Run Start(Entry entry, Peer? peer, bool forced)
    {
        entry.Waits = false;
        var run = entry.Run = runs.Take(entry, forced, peer);
        _limits.Arm(entry.Slot, agenda.Now + run.Timeout + grace);
        Interlocked.Increment(ref _inFlight);
        _begun.Add(run);
        return run;
    }

    /// <summary>Whether the same is asked; by description where options hold lists and are not equal by themselves.</summary>
    private static bool Same(CheckSpec a, CheckSpec b) =>
        a == b || (a.Kind == b.Kind && a.Guarded == b.Guarded && JsonNode.DeepEquals(a.Options.Describe(secrets: true), b.Options.Describe(secrets: true)));
}
