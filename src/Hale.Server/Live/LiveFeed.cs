using Hale.Monitoring.Flow;

namespace Hale.Server.Live;

/// <summary>
/// The numbered stream of changes. State and number are moved under one lock, and snapshot and seat are handed out under the same lock: a reader
/// has no gap and no double. Readers never hold the publisher back; what they have not fetched waits, bounded, in their <see cref="LiveSeat"/>.
/// </summary>
internal sealed class LiveFeed(ISequenceStore numbers, TimeProvider time, ILogger<LiveFeed> logger) : IQueueGauge
{
    private const long Block = 100_000;

    private readonly Lock _gate = new();
    private readonly LiveRing _ring = new();
    private readonly List<LiveSeat> _seats = [];
    private long _seq;
    private long _limit;
    private long _lost;
    private int _resultSeats;
    private bool _heard;

    /// <summary>The number of the newest change.</summary>
    public long Seq => Volatile.Read(ref _seq);

    /// <inheritdoc/>
    public string Name => "live";

    /// <inheritdoc/>
    public int Capacity => LiveSeat.MostObjects;

    /// <inheritdoc/>
    public int Pending
    {
        get
        {
            lock (_gate)
                return _seats.Count == 0 ? 0 : _seats.Max(seat => seat.Pending);
        }
    }

    /// <summary>Results that slow readers did not get; changes are never lost, only collapsed to the newest per object.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Takes the first numbers; before anything is published.</summary>
    public async Task OpenAsync(CancellationToken cancel)
    {
        var first = await numbers.ReserveAsync(Block, cancel);
        lock (_gate)
        {
            _seq = first;
            _limit = first + Block;
            _ring.Begin(first);
        }
    }

    /// <summary>Whether any reader asked for results, so that they need not be rendered for nobody.</summary>
    public bool WantsResults => Volatile.Read(ref _resultSeats) > 0;

    /// <summary>
    /// Tells of a change that the state holds already, or of a result. A result carries the number of the newest change, since it is none itself, and
    /// is not replayed.
    /// </summary>
    public void Publish(LiveItem item)
    {
        lock (_gate)
            Tell(item);
    }

    /// <summary>
    /// Counts a change that the state holds already where nobody has ever listened; false where somebody has, and is to be told. Nobody can come back for what
    /// was missed before anybody was there, so it need be neither rendered nor kept: at a start of a hundred thousand that would be a hundred megabytes.
    /// </summary>
    public bool CountUnheard()
    {
        lock (_gate)
        {
            if (_heard)
                return false;
            _ring.Begin(++_seq);
            return true;
        }
    }

    /// <summary>Moves the state and tells of its changes at one stroke: no snapshot lies between.</summary>
    /// <param name="commit">Swaps the state; runs under the feed's lock, so it must not wait, and must not call the feed.</param>
    public void Commit(Action commit, params ReadOnlySpan<LiveItem> items)
    {
        lock (_gate)
        {
            commit();
            foreach (var item in items)
                Tell(item);
        }
    }

    /// <summary>Takes a seat, with a snapshot or with all that came after <paramref name="since"/>.</summary>
    /// <param name="since">The number of the last change the reader has; null for none.</param>
    /// <param name="snapshot">Hands out the state as it stands; runs under the feed's lock.</param>
    public LiveSeat Join(LiveFilter filter, long? since, Func<LiveSnapshot> snapshot)
    {
        var seat = new LiveSeat(this, filter, snapshot, time);
        lock (_gate)
        {
            if (since is { } last && _ring.TryReplay(last, _seq, out var missed))
                seat.Replay(missed, _seq);
            else
                seat.Show(snapshot(), _seq);
            _seats.Add(seat);
            _heard = true;
            _resultSeats += filter.Results ? 1 : 0;
        }

        return seat;
    }

    /// <summary>Sets numbers aside ahead of need; the hub runs it beside everything else until <paramref name="stopping"/> fires.</summary>
    public Task RunAsync(Vitals vitals, CancellationToken stopping) =>
        new Loop(vitals.Loop("live-numbers", TimeSpan.FromSeconds(30)), time, logger).RunAsync(
            async cancel =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
                await ReserveAsync(cancel);
                return true;
            },
            stopping);

    /// <summary>
    /// Keeps half a block in hand. Should the store be away for so long that none are left, the numbers go on all the same: a stream that stands
    /// still would be worse than numbers that a restart within that time might use again.
    /// </summary>
    internal async ValueTask ReserveAsync(CancellationToken cancel)
    {
        while (_limit - Seq < Block / 2)
        {
            var first = await numbers.ReserveAsync(Block, cancel);
            _limit = first + Block;
        }
    }

    /// <summary>Gives a seat that fell too far behind the state as it stands.</summary>
    internal void Resync(LiveSeat seat)
    {
        lock (_gate)
            seat.Show(seat.Snapshot(), _seq);
    }

    internal void Leave(LiveSeat seat)
    {
        lock (_gate)
            if (_seats.Remove(seat))
                _resultSeats -= seat.Filter.Results ? 1 : 0;
    }

    internal void Lose(int results) => Interlocked.Add(ref _lost, results);

    private void Tell(LiveItem item)
    {
        var frame = new LiveFrame(item.IsResult ? _seq : ++_seq, item);
        if (!item.IsResult)
            _ring.Add(frame);
        foreach (var seat in _seats)
            seat.Offer(frame);
    }
}
