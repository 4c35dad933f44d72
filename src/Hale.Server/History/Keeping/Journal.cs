using Hale.Monitoring.Flow;
using Hale.Server.History.Coding;

namespace Hale.Server.History.Keeping;

/// <summary>
/// What was seen and is not yet on the disk: results in <see cref="Row"/>s as they are written, events, new and forgotten series, and the pages that have to
/// be saved for one reason or another. Any thread adds, one takes everything at once.
/// </summary>
internal sealed class Journal(int capacity) : IQueueGauge
{
    /// <summary>The most that is written at once: about two megabytes where all answers are long.</summary>
    private const int MostEvidence = 500;

    private readonly Lock _gate = new();
    private Taken _now = new(1);
    private Row _row = new(0);
    private TaskCompletionSource? _waiter;
    private int _usual;
    private int _pending;
    private long _lost;
    private bool _completed;

    /// <inheritdoc/>
    public string Name => "history";

    /// <inheritdoc/>
    public int Capacity { get; } = capacity;

    /// <summary>Results and events that are not on the disk yet, those in the writer's hand included.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <inheritdoc/>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Whether nothing was added since it was taken, and all of that is done.</summary>
    public bool Idle
    {
        get
        {
            lock (_gate)
                return _pending == 0 && !Something;
        }
    }

    /// <summary>The number of what is being gathered; the next one begins when it is taken.</summary>
    public int Generation => Volatile.Read(ref _now).Generation;

    /// <summary>Adds a result; false, and counted, when there is no room. The last tenth is for events: a result lost is one of many, an event lost is a wrong history.</summary>
    /// <param name="events">The changes of status that it brought; written with it or not at all.</param>
    /// <param name="evidence">What was seen where it failed. Of thousands that fail within a second the first are enough to tell why.</param>
    /// <param name="generation">What it went into.</param>
    public bool Add(Page page, in Reading reading, IReadOnlyList<StatusEvent> events, Evidence? evidence, out int generation)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            generation = _now.Generation;
            Gather(page, events);
            if (evidence is not null && !_completed && _now.Evidence.Count < MostEvidence)
                _now.Evidence.Add((page, evidence));
            if (_completed || _pending >= Capacity - Capacity / 10)
            {
                _lost++;
                return false;
            }

            if (!_row.Add(page.Series, reading))
            {
                _now.Rows.Add(_row);
                _row = new(Row.Room);
                _row.Add(page.Series, reading);
            }

            _pending++;
            waiter = Wake();
        }

        waiter?.TrySetResult();
        return true;
    }

    /// <summary>Adds events of a page, if any, which is saved with them; they are refused, and counted, when there is no room. Answers what they went into.</summary>
    public int Add(Page page, IReadOnlyList<StatusEvent> events)
    {
        TaskCompletionSource? waiter;
        int generation;
        lock (_gate)
        {
            generation = _now.Generation;
            Gather(page, events);
            waiter = Wake();
        }

        waiter?.TrySetResult();
        return generation;
    }

    /// <summary>Adds that a target says that it is of another version now. It goes with the result that told it.</summary>
    public void Add(StoredVersion version)
    {
        lock (_gate)
        {
            if (!_completed && _now.Versions.Count < MostEvidence)
                _now.Versions.Add(version);
        }
    }

    /// <summary>Adds a series that is new. It is written with what it begins with, and nobody is woken before that comes.</summary>
    public void Begin(int series, string key)
    {
        lock (_gate)
            _now.Series.Add(new(series, key));
    }

    /// <summary>Adds a series that is forgotten.</summary>
    public void Forget(int series)
    {
        lock (_gate)
        {
            _now.Series.Add(new(series, null));
            Wake()?.TrySetResult();
        }
    }

    /// <summary>Says that a page holds enough for a chunk.</summary>
    public void Fill(Page page)
    {
        lock (_gate)
            _now.Full.Add(page);
    }

    /// <summary>Takes the changes of one page before their turn: what is saved of it now has come of them, and the one without the other would not be true.</summary>
    public IReadOnlyList<SeriesEvent> Take(Page page)
    {
        lock (_gate)
        {
            var own = _now.Events.Where(each => each.Series == page.Series).ToArray();
            if (own.Length > 0)
                _now.Events.RemoveAll(each => each.Series == page.Series);
            return own;
        }
    }

    /// <summary>Has a batch written though nothing was seen.</summary>
    public void Beat()
    {
        lock (_gate)
        {
            _now.Beat = true;
            Wake()?.TrySetResult();
        }
    }

    /// <summary>Has everything that was added until now written soon, and waits until it is.</summary>
    /// <exception cref="InvalidDataException">The store refused it for good.</exception>
    public async Task WrittenAsync(CancellationToken cancel)
    {
        Task written;
        lock (_gate)
        {
            _now.Beat = true;
            written = _now.Written.Task;
            _now.Urged.TrySetResult();
            Wake()?.TrySetResult();
        }

        await written.WaitAsync(cancel);
    }

    /// <summary>Completes when somebody waits until what is gathered now is written.</summary>
    public Task Urged => Volatile.Read(ref _now).Urged.Task;

    /// <summary>Waits until there is something to take; false when nothing is there and nothing more comes.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancel)
    {
        TaskCompletionSource waiter;
        lock (_gate)
        {
            if (Something)
                return true;
            if (_completed)
                return false;
            waiter = _waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await waiter.Task.WaitAsync(cancel);
        return await WaitAsync(cancel);
    }

    /// <summary>Takes everything; whoever takes says when it is <see cref="Done"/>.</summary>
    public Taken Take()
    {
        lock (_gate)
        {
            var taken = _now;
            if (_row.Count > 0)
                taken.Rows.Add(_row);
            // What comes next is about as much as what came last.
            _usual = Math.Max(_row.Length, _usual / 2);
            _row = new(_usual + _usual / 8);
            Volatile.Write(ref _now, new(taken.Generation + 1));
            return taken;
        }
    }

    /// <summary>Says that as many results and events are on the disk.</summary>
    public void Done(int count)
    {
        lock (_gate)
            _pending -= count;
    }

    /// <summary>Counts results and events that were taken and then given up.</summary>
    public void Lose(int count)
    {
        lock (_gate)
            _lost += count;
    }

    /// <summary>Says that no more will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Wake()?.TrySetResult();
        }
    }

    private void Gather(Page page, IReadOnlyList<StatusEvent> events)
    {
        if (events.Count == 0)
            return;
        _now.Moved.Add(page);
        if (_completed || _pending + events.Count > Capacity)
        {
            _lost += events.Count;
            return;
        }

        foreach (var each in events)
            _now.Events.Add(new(page.Series, each));
        _pending += events.Count;
    }

    private bool Something => _row.Count > 0 || _now.Something;

    private TaskCompletionSource? Wake()
    {
        var waiter = _waiter;
        _waiter = null;
        return waiter;
    }

    /// <summary>What was gathered between two takings.</summary>
    internal sealed class Taken(int generation)
    {
        public int Generation { get; } = generation;

        public List<Row> Rows { get; } = [];

        public List<SeriesEvent> Events { get; } = [];

        public List<(Page Page, Evidence Evidence)> Evidence { get; } = [];

        public List<StoredVersion> Versions { get; } = [];

        public List<SeriesChange> Series { get; } = [];

        /// <summary>Pages with events.</summary>
        public HashSet<Page> Moved { get; } = [];

        /// <summary>Pages with enough results for a chunk.</summary>
        public HashSet<Page> Full { get; } = [];

        public bool Beat { get; set; }

        /// <summary>That somebody waits for it.</summary>
        public TaskCompletionSource Urged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>That it is on the disk.</summary>
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Something => Beat || Rows.Count + Events.Count + Series.Count + Moved.Count > 0;

        /// <summary>Results and events.</summary>
        public int Count => Rows.Sum(row => row.Count) + Events.Count;
    }
}
