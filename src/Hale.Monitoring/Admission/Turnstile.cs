namespace Hale.Monitoring.Admission;

/// <summary>What a due check has to wait for.</summary>
internal enum Hold : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The budget for early tries.</summary>
    Rechecks,

    /// <summary>The rate that its host is asked at.</summary>
    Rate,

    /// <summary>The open circuit: another one asks for it.</summary>
    Circuit,
}

/// <summary>A due check that wants to be made.</summary>
/// <param name="Member">The number of the watched thing.</param>
/// <param name="Early">Whether it comes sooner after a failure than the interval.</param>
/// <param name="Settled">Whether it is known that its peer can't be connected to, so that one more failure tells nothing new.</param>
/// <param name="Regular">Its next regular tick: an early try that is put off waits no longer.</param>
/// <param name="Passed">What it has waited for already.</param>
internal readonly record struct Wish(int Member, bool Early, bool Settled, TimeSpan Interval, TimeSpan Regular, Hold Passed);

/// <summary>What becomes of a wish: it goes on, waits until a moment, or, behind an open circuit, is dropped until its next regular tick.</summary>
internal readonly record struct Admittance(Hold Hold, TimeSpan Until = default)
{
    public static readonly Admittance Go;
}

/// <summary>What a check learned of the way to its peer.</summary>
internal enum Finding
{
    /// <summary>Nothing: it is our own fault, or says nothing of the way.</summary>
    Nothing,

    /// <summary>A connection was made, whatever came after.</summary>
    Reached,

    /// <summary>No connection could be made.</summary>
    Unreached,
}

/// <summary>What a finding did to the circuit.</summary>
internal enum Turning
{
    None,
    Opened,
    Closed,
}

/// <summary>
/// Decides whether a due check may be made now: circuit, budget for early tries, rate. Knows no clock and no lock: moments are given, and the caller
/// sees to it that one asks at a time.
/// </summary>
internal sealed class Turnstile(Allowance allowance)
{
    /// <summary>So many connections in a row that could not be made open a circuit.</summary>
    public const int FailuresToOpen = 5;

    /// <summary>Its turn may come a little later than its interval says: who asks for all is not relieved for that.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, Peer> _peers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many circuits are open.</summary>
    public int OpenCircuits { get; private set; }

    /// <summary>How many peers there are.</summary>
    public int Peers => _peers.Count;

    /// <summary>One more goes to this peer; null, and nothing that holds it up, for what goes to none.</summary>
    public Peer? Join(string? name)
    {
        if (name is null)
            return null;
        if (!_peers.TryGetValue(name, out var peer))
            _peers.Add(name, peer = new(name));
        peer.Members++;
        return peer;
    }

    /// <summary>One goes there no longer.</summary>
    public void Leave(Peer? peer)
    {
        if (peer is null || --peer.Members > 0)
            return;
        _peers.Remove(peer.Name);
        Close(peer);
    }

    /// <summary>What becomes of a wish. A moment that is answered is held for it.</summary>
    public Admittance Ask(Peer? peer, in Wish wish, TimeSpan now)
    {
        if (peer is null)
            return Admittance.Go;
        if (peer.Circuit is { } circuit && wish.Passed == Hold.None && !Sends(circuit, wish, now))
            return new(Hold.Circuit);
        if (wish is { Early: true, Passed: Hold.None } && Recheck(peer, wish, now) is var recheck && recheck > now)
            return new(Hold.Rechecks, recheck);
        if (allowance.RatePerHost is { } rate && wish.Passed < Hold.Rate)
        {
            var at = peer.Rate.Next(now);
            peer.Rate.Take(at, rate);
            if (at > now)
                return new(Hold.Rate, at);
        }

        return Admittance.Go;
    }

    /// <summary>
    /// One is to start now; or, because it waited for a place meanwhile and would start too soon after another, at the moment that is answered.
    /// </summary>
    public TimeSpan? Start(Peer? peer, TimeSpan now)
    {
        if (allowance.RatePerHost is not { } rate || peer is null)
            return null;
        var at = peer.Starts.Next(now);
        if (at > now)
            return at;
        peer.Starts.Take(now, rate);
        return null;
    }

    /// <summary>Takes what a check learned of the way to its peer.</summary>
    public Turning Learn(Peer? peer, Finding finding, TimeSpan now)
    {
        if (peer is null || finding == Finding.Nothing)
            return Turning.None;
        if (finding == Finding.Reached)
        {
            peer.Failures = 0;
            return Close(peer);
        }

        if (++peer.Failures < FailuresToOpen || peer.Circuit is not null)
            return Turning.None;
        peer.Circuit = new(now);
        OpenCircuits++;
        return Turning.Opened;
    }

    /// <summary>
    /// Behind an open circuit all are asked whose verdict is still open, and of the settled ones the one that asked last, at its own pace; another
    /// takes over when that one has not asked for the other's interval. Alone on its host, one is never held.
    /// </summary>
    private static bool Sends(Circuit circuit, in Wish wish, TimeSpan now)
    {
        if (wish.Settled && circuit.Asker != wish.Member && circuit.Asker >= 0 && now - circuit.AskedAt < wish.Interval + Slack)
            return false;
        (circuit.AskedAt, circuit.Asker) = (now, wish.Member);
        return true;
    }

    /// <summary>When an early try may be made: at the next free moment, or at its regular tick where that comes first and takes nothing from the budget.</summary>
    private TimeSpan Recheck(Peer peer, in Wish wish, TimeSpan now)
    {
        var at = peer.Rechecks.Next(now);
        if (at >= wish.Regular)
            return wish.Regular;
        peer.Rechecks.Take(at, allowance.RechecksPerHost);
        return at;
    }

    private Turning Close(Peer peer)
    {
        if (peer.Circuit is null)
            return Turning.None;
        peer.Circuit = null;
        OpenCircuits--;
        return Turning.Closed;
    }
}
