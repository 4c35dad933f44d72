using System.Threading.Channels;

namespace Hale.Server.Live;

/// <summary>What a reader is to be told next.</summary>
/// <param name="Seq">The snapshot's number; of a heartbeat, the number of the newest change that this reader was told or did not want.</param>
/// <param name="Snapshot">Everything, before the frames; null when there is none to tell.</param>
/// <param name="Frames">In order of their numbers. With no snapshot and no frames: a heartbeat.</param>
internal readonly record struct LiveBatch(long Seq, LiveSnapshot? Snapshot, IReadOnlyList<LiveFrame> Frames);

/// <summary>
/// One reader's place at the stream. Each change waits here until it is fetched; when a slow reader lets too many wait they collapse to the newest
/// of each object, and when even those are too many they give way to a new snapshot. Of waiting results the oldest are dropped, and counted.
/// </summary>
internal sealed class LiveSeat : IDisposable
{
    /// <summary>The most objects whose newest change waits for a slow reader.</summary>
    public const int MostObjects = 16_384;

    /// <summary>The most results that wait for a slow reader.</summary>
    public const int MostResults = 1_000;

    /// <summary>As many may wait before anything collapses: a reader that keeps up sees every single change.</summary>
    private const int Eager = 512;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly LiveFeed _feed;
    private readonly ITimer _silence;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private List<LiveFrame> _waiting = [];
    private LiveSnapshot? _snapshot;
    private long _seq;
    private long _shown;
    private int _room = Eager;
    private bool _behind;
    private bool _silent;

    public LiveSeat(LiveFeed feed, LiveFilter filter, Func<LiveSnapshot> snapshot, TimeProvider time)
    {
        _feed = feed;
        Filter = filter;
        Snapshot = snapshot;
        _silence = time.CreateTimer(_ => Beat(), null, Silence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What this reader wants to hear of.</summary>
    public LiveFilter Filter { get; }

    /// <summary>Hands out the state as it stands; called under the feed's lock.</summary>
    public Func<LiveSnapshot> Snapshot { get; }

    /// <summary>Frames that wait.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>What to tell next; waits for it, and after 15 s of silence answers a heartbeat.</summary>
    public async ValueTask<LiveBatch> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (Volatile.Read(ref _behind))
                _feed.Resync(this);
            if (Take() is { } batch)
            {
                _silence.Change(Silence, Timeout.InfiniteTimeSpan);
                return batch;
            }

            await _signal.Reader.ReadAsync(cancel);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Leave(this);
        _silence.Dispose();
    }

    /// <summary>Starts over with a snapshot; what waited is in it.</summary>
    internal void Show(LiveSnapshot snapshot, long seq)
    {
        lock (_gate)
        {
            _waiting.Clear();
            _snapshot = new(
                snapshot.Services.Where(Filter.Wants), snapshot.Projects.Where(Filter.Wants),
                snapshot.Targets.Where(Filter.Wants), snapshot.Deployments.Where(Filter.Wants));
            _seq = _shown = seq;
            _behind = false;
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Starts with what was missed, each change of it.</summary>
    internal void Replay(LiveFrame[] missed, long seq)
    {
        lock (_gate)
        {
            _waiting.AddRange(missed.Where(frame => Filter.Wants(frame.Item)));
            _room = Math.Max(Eager, 2 * _waiting.Count);
            _seq = seq;
        }

        _signal.Writer.TryWrite(true);
    }

    internal void Offer(LiveFrame frame)
    {
        lock (_gate)
        {
            _seq = frame.Seq;
            // One that is behind gets a snapshot next, which holds this change already.
            if (_behind || !Filter.Wants(frame.Item))
                return;
            _waiting.Add(frame);
            if (_waiting.Count > _room)
                Collapse();
            // What waits behind others was signalled with the first of them.
            else if (_waiting.Count > 1)
                return;
        }

        _signal.Writer.TryWrite(true);
    }

    private LiveBatch? Take()
    {
        lock (_gate)
        {
            if (_snapshot is null && _waiting.Count == 0 && !_silent)
                return null;
            var batch = new LiveBatch(_snapshot is null ? _seq : _shown, _snapshot, _waiting);
            (_snapshot, _waiting, _room, _silent) = (null, [], Eager, false);
            return batch;
        }
    }

    private void Collapse()
    {
        var kept = new List<LiveFrame>();
        var seen = new HashSet<(string, string?, string)>();
        var results = 0;
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var frame = _waiting[i];
            if (frame.Item.IsResult ? results++ < MostResults : seen.Add(frame.Item.Key))
                kept.Add(frame);
        }

        if (results > MostResults)
            _feed.Lose(results - MostResults);
        if (seen.Count > MostObjects)
        {
            kept.Clear();
            _behind = true;
        }

        kept.Reverse();
        _waiting = kept;
        _room = Math.Max(Eager, 2 * kept.Count);
    }

    private void Beat()
    {
        lock (_gate)
            _silent = true;
        _signal.Writer.TryWrite(true);
    }
}
