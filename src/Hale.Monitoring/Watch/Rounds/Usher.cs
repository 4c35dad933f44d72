using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>A <c>host:port</c> that can no longer be connected to, or can be again.</summary>
/// <param name="Members">How many watched things go there.</param>
/// <param name="OpenFor">How long nobody got through.</param>
internal sealed record CircuitTurn(string Peer, bool Open, int Members, TimeSpan OpenFor, string? Message);

/// <summary>
/// Sees to it that what is due is fair to its host and to all others: asks the turnstile, puts off or drops, holds the line. Touched only under the
/// watcher's gate.
/// </summary>
internal sealed class Usher(Agenda agenda, Allowance allowance)
{
    private readonly Turnstile _turnstile = new(allowance);
    private readonly Line<Entry> _line = new(allowance, (entry, peer) => entry.Waits && entry.Peer == peer);

    /// <summary>Those that were dropped behind an open circuit; all of a host are asked soon when somebody got through.</summary>
    private readonly Dictionary<Peer, List<Entry>> _held = [];

    /// <summary>Whether there is a place for the first in the line.</summary>
    public bool HasNext => _line.HasNext;

    public int OpenCircuits => _turnstile.OpenCircuits;

    public IEnumerable<TimeSpan> Waiting => _line.Waiting;

    public int Aside => _line.Aside;

    public void Join(Entry entry) => entry.Peer = _turnstile.Join(entry.Spec.Check.Options.Peer);

    public void Leave(Entry entry)
    {
        var peer = entry.Peer;
        entry.Peer = null;
        entry.Held = false;
        _turnstile.Leave(peer);
        if (peer is { Members: 0 })
            _held.Remove(peer);
    }

    /// <summary>Sends what came due into the line, or puts it off; answers why it is dropped.</summary>
    public SlipReason? Admit(Entry entry, TimeSpan due, TimeSpan now)
    {
        var passed = entry.Passed;
        entry.Passed = Hold.None;
        var early = entry.Early;
        if (!early)
            // An early try stands in place of the regular ticks: its end arms the next.
            agenda.Regular(entry);
        if (entry.Run is not null || entry.Waits)
            return entry.Run is null ? SlipReason.Waits : SlipReason.Runs;
        if (entry.Peer is { } peer)
        {
            var admittance = _turnstile.Ask(peer, agenda.Wish(entry, early, passed), now);
            if (admittance.Hold == Hold.Circuit)
                return Drop(entry, peer, early);
            if (admittance.Hold != Hold.None)
            {
                agenda.PutOff(entry, admittance.Until, early, admittance.Hold);
                return null;
            }
        }

        entry.Held = false;
        entry.Waits = true;
        _line.Enqueue(entry.Peer, entry, due);
        return null;
    }

    /// <summary>Whose turn it is; it holds a place until <see cref="End"/>.</summary>
    public bool TryNext(out Line<Entry>.Turn turn)
    {
        while (_line.TryNext(out turn))
        {
            if (_turnstile.Start(turn.Peer, agenda.Now) is not { } later)
                return true;
            turn.Item.Waits = false;
            agenda.PutOff(turn.Item, later, turn.Item.Early, Hold.Rate);
            End(turn.Peer);
        }

        return false;
    }

    /// <summary>One that held a place has ended.</summary>
    /// <param name="peer">As it was when it began.</param>
    public void End(Peer? peer) => _line.End(peer, agenda.Now);

    /// <summary>Takes what a check saw of the way to its peer; answers what that did to the circuit, if anything.</summary>
    public CircuitTurn? Learn(Entry entry, Observation seen)
    {
        if (entry.Peer is not { } peer)
            return null;
        var now = agenda.Now;
        var since = peer.Circuit?.Since ?? now;
        var turning = _turnstile.Learn(peer, Ways.Of(seen), now);
        if (turning == Turning.None)
            return null;
        if (turning == Turning.Closed && _held.Remove(peer, out var held))
            Recall(held);
        return new(peer.Name, turning == Turning.Opened, peer.Members, now - since, seen.Failure?.Message);
    }

    private SlipReason Drop(Entry entry, Peer peer, bool early)
    {
        if (early)
            agenda.Regular(entry);
        if (entry.Held)
            return SlipReason.Circuit;
        entry.Held = true;
        if (!_held.TryGetValue(peer, out var held))
            _held.Add(peer, held = []);
        if (held.Count > 2 * peer.Members)
            held.RemoveAll(each => !each.Held || each.Peer != peer);
        held.Add(entry);
        return SlipReason.Circuit;
    }

    /// <summary>The host is back: those that were dropped are all asked within half an interval, as spread as ever.</summary>
    private void Recall(List<Entry> held)
    {
        foreach (var entry in held)
        {
            if (entry.Held)
                agenda.Hasten(entry);
            entry.Held = false;
        }
    }
}
