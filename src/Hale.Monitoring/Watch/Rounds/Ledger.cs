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
/// <param name="begin">Starts a run on another thread.</param>
/// <param name="hard">Cancels every run.</param>
internal sealed class Ledger(Agenda agenda, Usher usher, Tally tally, TimeProvider time, Action<Run> begin, CancellationToken hard)
{
    private readonly Roster _roster = new();
    private readonly List<(Entry Entry, TimeSpan Due)> _due = [];
    private bool _closed;

    public IReadOnlyCollection<Entry> All => _roster.All;

    /// <summary>Runs that were told to end and have not ended yet.</summary>
    public int Ending { get; private set; }

    public int Active => _roster.All.Count(entry => !entry.Spec.Paused);

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
    public Congestion Congestion => new(
        Waiting, usher.Aside, _roster.All.Count(entry => entry.Passed == Hold.Rechecks), _roster.All.Count(entry => entry.Passed == Hold.Rate),
        _roster.All.Count(entry => entry.Held), usher.OpenCircuits);

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

    public Change Set(WatchSpec spec) => _roster.Find(spec.Key) is { } entry ? Replace(entry, spec) : Add(spec, null, agenda.Soon);

    public WatchSpec? Remove(string key)
    {
        if (!_roster.Remove(key, out var entry))
            return null;
        agenda.Off(entry);
        entry.Waits = false;
        usher.Leave(entry);
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

    /// <summary>Starts what came due, as far as there is room; answers what had to be skipped.</summary>
    public List<Slip> Tick()
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
            slips.Add(new(entry.Spec.Key, reason));
        }

        Pump();
        return slips;
    }

    /// <summary>Judges a run's result; null when the run was replaced or removed meanwhile and its result is worth nothing.</summary>
    /// <param name="circuit">That its host can no longer be connected to, or can be again.</param>
    public Outcome? Conclude(Run run, Observation seen, bool abandoned, out CircuitTurn? circuit)
    {
        circuit = null;
        tally.Finish(abandoned);
        var entry = run.Entry;
        if (entry.Run != run)
            return null;
        entry.Run = null;
        if (!abandoned)
            circuit = usher.Learn(entry, seen);
        var (spec, before) = (entry.Spec, entry.Verdict);
        if (spec.Paused)
            return new(spec, seen, before, new(before, []), Counted: false, run.CorrelationId);

        var ruling = Judge.Next(before, seen, spec.Patience, seen.At + seen.Took);
        (entry.Verdict, entry.Last) = (ruling.After, seen);
        if (!seen.Success)
            agenda.Early(entry, run.Forced);
        else if (entry.Early || entry.Due == Entry.Never)
            agenda.Regular(entry);
        return new(spec, seen, before, ruling, CorrelationId: run.CorrelationId);
    }

    /// <summary>A run is over, whatever came of it: the next in the line may start.</summary>
    public void End(Run run)
    {
        if (run.Entry.Run == run)
            run.Entry.Run = null;
        if (run.Detached)
            Ending--;
        if (!run.Forced)
            usher.End(run.Peer);
        Pump();
    }

    /// <summary>Starts nothing more.</summary>
    public void Close() => _closed = true;

    private Change Add(WatchSpec spec, Verdict? known, Action<Entry> arm)
    {
        var now = time.GetUtcNow();
        var verdict = known ?? Verdict.Unchecked(now);
        var entry = _roster.Add(spec, verdict);
        usher.Join(entry);
        if (!spec.Paused)
            arm(entry);
        return new(null, spec, Asks: true, Settle(entry, now));
    }

    private Change Replace(Entry entry, WatchSpec spec)
    {
        var before = entry.Spec;
        entry.Spec = spec;
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
        entry.Run = null;
        Ending++;
        run.Detached = true;
        run.Cancel();
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
            Start(turn.Item, new(turn.Item, forced: false, hard) { Peer = turn.Peer });
        }
    }

    /// <summary>Starts a check that somebody asks for.</summary>
    private Run Start(Entry entry)
    {
        tally.Start(null);
        return Start(entry, new(entry, forced: true, hard));
    }

    private Run Start(Entry entry, Run run)
    {
        entry.Waits = false;
        entry.Run = run;
        begin(run);
        return run;
    }

    /// <summary>Whether the same is asked; by description where options hold lists and are not equal by themselves.</summary>
    private static bool Same(CheckSpec a, CheckSpec b) =>
        a == b || (a.Kind == b.Kind && JsonNode.DeepEquals(a.Options.Describe(secrets: true), b.Options.Describe(secrets: true)));
}
