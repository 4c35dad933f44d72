using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Watch.Rounds;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Watch;

/// <content>The loop's turns and the life of a run.</content>
public sealed partial class Watcher
{
    private WatchSpec[] Open()
    {
        lock (_gate)
        {
            _begun = true;
            return [.. _ledger.All.Select(entry => entry.Spec)];
        }
    }

    private WatchSpec[] Close()
    {
        lock (_gate)
        {
            _begun = false;
            _stopping = true;
            _ledger.Close();
            if (InFlight == 0)
                _idle.TrySetResult();
            return [.. _ledger.All.Select(entry => entry.Spec)];
        }
    }

    private void Turn() => _alarm.Sleep(Round());

    /// <summary>Starts what is due; answers how long to sleep.</summary>
    private TimeSpan Round()
    {
        List<Slip> slips;
        List<Run> overruns;
        List<Run>? begun;
        TimeSpan now;
        lock (_gate)
        {
            (slips, overruns) = _ledger.Tick();
            begun = _ledger.TakeBegun();
            now = _agenda.Now;
        }

        _starter.Start(begun);
        if (slips.Count > 0)
            lock (_voice)
                slips.ForEach(slip => Tell(Slips, slip));
        overruns.ForEach(GiveUp);
        Beat(now);
        lock (_gate)
        {
            var latest = now + LongestSleep < _beatAt ? now + LongestSleep : _beatAt;
            _wakeAt = _ledger.Next is { } next && next < latest ? next : latest;
            return _wakeAt - _agenda.Now;
        }
    }

    private void Beat(TimeSpan now)
    {
        if (now < _beatAt)
            return;
        _beatAt += BeatEvery * Math.Ceiling((now - _beatAt + TimeSpan.FromTicks(1)) / BeatEvery);
        var figures = Figures;
        _monitor.Beat(figures.Active, figures.Finished - _finishedAtBeat, figures.OldestOverdue);
        _finishedAtBeat = figures.Finished;
    }

    /// <summary>Under the gate: wakes the loop when something is due before it means to wake.</summary>
    private void WakeInTime()
    {
        if (_ledger.Next < _wakeAt)
            _alarm.Ring();
    }

    /// <summary>A check has its answer. Whichever thread brings it has others to carry, so nothing may escape here.</summary>
    private void Ended(Run run)
    {
        try
        {
            // One that was given up or replaced may still be held by whoever did so.
            if (Conclude(run, _prober.Take(run), abandoned: false))
                _runs.Return(run);
            else if (run.Detached)
                _ledger.Ended();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            NotConcluded(_logger, run.Entry.Spec.Key, error);
            lock (_gate)
                _ledger.Conclude(run, null, abandoned: false, out _);
        }
    }

    /// <summary>A check outlived its timeout: it is told to end, and judged without it.</summary>
    private void GiveUp(Run run)
    {
        run.Cancel();
        Conclude(run, _prober.Overrun(run), abandoned: true);
    }

    /// <summary>Ends a run; false when it was over before.</summary>
    private bool Conclude(Run run, Observation? seen, bool abandoned)
    {
        lock (_voice)
        {
            Outcome? outcome;
            CircuitTurn? circuit;
            Bearing? bearing;
            lock (_gate)
            {
                if (run.Over)
                    return false;
                outcome = _ledger.Conclude(run, seen, abandoned, out circuit);
                bearing = _ledger.TakeBearing();
                WakeInTime();
            }

            if (circuit is { Members: > 1 })
                Turned(circuit);
            if (outcome is not null && !run.Entry.IsReference)
                Told(run, outcome);
            if (bearing is not null)
                Told(bearing);
            run.GiveUp();
        }

        _ledger.Left();
        if (InFlight == 0)
            lock (_gate)
                if (_stopping && InFlight == 0)
                    _idle.TrySetResult();
        return true;
    }

    /// <summary>Under the voice.</summary>
    private void Told(Run run, Outcome outcome)
    {
        if (outcome.Counted)
        {
            Tell(Outcomes, outcome);
            _monitor.Checked(outcome);
        }

        run.Answer(outcome);
    }

    /// <summary>Under the voice.</summary>
    private void Told(Change change, bool begun)
    {
        if (begun)
            _monitor.Changed(change.Before, change.After, change.Asks);
        if (change.Shift is { } shift)
            Tell(Shifts, shift);
    }

    /// <summary>Under the voice.</summary>
    private void Told(Bearing bearing)
    {
        var isolation = bearing.Isolation;
        if (isolation.IsCutOff)
            CutOff(_logger, isolation.Watched);
        else
            Reconnected(_logger, (long)isolation.Lasted.TotalSeconds, isolation.Watched);
        Tell(Isolations, isolation);
        foreach (var shift in bearing.Shifts)
            Tell(Shifts, shift);
    }

    /// <summary>Of one that is alone on its host the result itself says it all.</summary>
    private void Turned(CircuitTurn circuit)
    {
        if (circuit.Open)
            CircuitOpened(_logger, circuit.Peer, circuit.Members, circuit.Message);
        else
            CircuitClosed(_logger, circuit.Peer, (long)circuit.OpenFor.TotalSeconds);
    }

    /// <summary>A receiver that throws is at fault itself: neither the watch nor the verdict may suffer from it.</summary>
    private void Tell<T>(Feed<T> feed, T item)
    {
        try
        {
            feed.Publish(item);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            NotHeard(_logger, typeof(T).Name, error);
        }
    }

    private Watched View(Entry entry)
    {
        DateTimeOffset? next = null;
        if (!entry.Spec.Paused && entry.Spec.Check.Options is not { IsPassive: true })
            next = _time.GetUtcNow() + (entry.Due == Entry.Never || entry.Due < _agenda.Now ? TimeSpan.Zero : entry.Due - _agenda.Now);
        return new(entry.Spec, entry.Verdict, entry.Last.At, next);
    }

    [LoggerMessage(1103, LogLevel.Error, "A receiver of {Item} failed")]
    private static partial void NotHeard(ILogger logger, string item, Exception error);

    [LoggerMessage(1104, LogLevel.Error, "The result of {Key} could not be judged")]
    private static partial void NotConcluded(ILogger logger, string key, Exception error);

    [LoggerMessage(1105, LogLevel.Warning, "Nobody gets through to {Peer} ({Message}); of the {Members} watched there, one asks for those that are known to fail")]
    private static partial void CircuitOpened(ILogger logger, string peer, int members, string? message);

    [LoggerMessage(1107, LogLevel.Error, "hub_isolated: no reference target can be reached, nor most of what is watched; {Watched} are unknown until one can")]
    private static partial void CutOff(ILogger logger, int watched);

    [LoggerMessage(1108, LogLevel.Warning, "The hub was cut off for {Seconds} s; {Watched} that are unknown since are asked soon")]
    private static partial void Reconnected(ILogger logger, long seconds, int watched);

    [LoggerMessage(1106, LogLevel.Information, "{Peer} can be connected to again after {Seconds} s; all that are watched there are asked soon")]
    private static partial void CircuitClosed(ILogger logger, string peer, long seconds);
}
