namespace Hale.Monitoring.Admission;

/// <summary>
/// Due checks that wait for a place, in the order they came. One whose host has as many running as it may stands aside, so that it holds up nobody;
/// when one of that host ends, the next that stands aside goes to the end of the line: hosts under load take turns. The last quarter of the places is
/// for hosts of which nothing runs yet, so that many slow hosts together hold up nobody either.
/// </summary>
/// <param name="waits">Whether one still waits to go there: who was called off meanwhile stands in the line all the same.</param>
internal sealed class Line<T>(Allowance allowance, Func<T, Peer?, bool> waits)
{
    /// <summary>So many may step into the line for each that ended: more than one, so that a host that was held short comes up to its limit again.</summary>
    private const int MostSteps = 2;

    private readonly Queue<Turn> _line = [];
    private readonly Dictionary<Peer, Siding<T>> _aside = [];
    private readonly int _open = allowance.InFlight - (allowance.InFlight / 4);

    /// <summary>Those that run and hold a place.</summary>
    public int Running { get; private set; }

    /// <summary>Whether there is a place for the first in the line, if its host has one.</summary>
    public bool HasNext => _line.Count > 0 && Running < allowance.InFlight;

    /// <summary>Those that wait for a place, and since when; also those that stand aside because the places, and not those of their host, ran short.</summary>
    public IEnumerable<TimeSpan> Waiting =>
        _line.Where(turn => waits(turn.Item, turn.Peer)).Select(turn => turn.Due).Concat(Sidelined.Where(item => item.Due is not null).Select(item => item.Due!.Value));

    /// <summary>How many stand aside because of their host.</summary>
    public int Aside => Sidelined.Count(item => item.Due is null);

    private IEnumerable<Sidelined<T>> Sidelined => _aside.SelectMany(each => each.Value.All.Where(item => waits(item.Item, each.Key)));

    /// <summary>One came due. Where others of its host stand aside it comes after them.</summary>
    public void Enqueue(Peer? peer, T item, TimeSpan due)
    {
        if (_aside.Count > 0 && peer is not null && _aside.TryGetValue(peer, out var siding))
            siding.Add(Leave(peer, item, due));
        else
            _line.Enqueue(new(peer, item, due));
    }

    /// <summary>Whose turn it is; it holds a place from now on, and its host one, until both are given to <see cref="End"/>.</summary>
    public bool TryNext(out Turn next)
    {
        while (Running < allowance.InFlight && _line.TryDequeue(out var turn))
        {
            if (!waits(turn.Item, turn.Peer))
            {
                StepIn(turn.Peer, turn.Due);
                continue;
            }

            if (turn.Peer is { } peer && Room(peer) < 1)
            {
                StandAside(peer, turn);
                continue;
            }

            Running++;
            if (turn.Peer is not null)
                turn.Peer.Running++;
            next = turn;
            return true;
        }

        next = default;
        return false;
    }

    /// <summary>One that held a place has ended.</summary>
    public void End(Peer? peer, TimeSpan now)
    {
        Running--;
        if (peer is null)
            return;
        peer.Running--;
        StepIn(peer, now);
    }

    private int Room(Peer peer) => (Running < _open ? allowance.PerHost : 1) - peer.Running;

    private void StandAside(Peer peer, Turn turn)
    {
        if (!_aside.TryGetValue(peer, out var siding))
            _aside.Add(peer, siding = new());
        var item = Leave(peer, turn.Item, turn.Due);
        if (turn.SteppedIn)
            siding.Return(item);
        else
            siding.Add(item);
    }

    /// <summary>What keeps one from the line: its host, and then that time is not the hub's; or the hub's own places.</summary>
    private Sidelined<T> Leave(Peer peer, T item, TimeSpan due) => new(item, peer.Running < allowance.PerHost ? due : null);

    private void StepIn(Peer? peer, TimeSpan now)
    {
        if (_aside.Count == 0 || peer is null || !_aside.TryGetValue(peer, out var siding))
            return;
        for (var steps = Math.Min(MostSteps, Room(peer)); steps > 0 && siding.TryTake(out var next);)
        {
            if (!waits(next.Item, peer))
                continue;
            _line.Enqueue(new(peer, next.Item, next.Due ?? now, SteppedIn: true));
            steps--;
        }

        if (siding.IsEmpty)
            _aside.Remove(peer);
    }

    /// <summary>One that waits.</summary>
    /// <param name="Due">Since when nothing but the hub is in its way.</param>
    /// <param name="SteppedIn">Whether it stood aside before: should there be no room after all, it keeps its turn.</param>
    public readonly record struct Turn(Peer? Peer, T Item, TimeSpan Due, bool SteppedIn = false);
}
