using Hale.Monitoring.Flow;

namespace Hale.Server.Series.Keeping;

/// <summary>
/// What was measured and is not yet on the disk: samples in <see cref="Row"/>s as they are written, new and forgotten series, and the tracks that hold enough for
/// a chunk. Any thread adds, one takes everything at once.
/// </summary>
internal sealed class Journal(int capacity) : IQueueGauge
{
    private readonly Lock _gate = new();
    private Taken _now = new(1);
    private Task _before = Task.CompletedTask;
    private Row _row = new(0);
    private TaskCompletionSource? _waiter;
    private int _usual;
    private int _pending;
    private long _lost;
    private bool _completed;

    /// <inheritdoc/>
    public string Name => "series";

    /// <inheritdoc/>
    public int Capacity { get; } = capacity;

    /// <summary>Samples that are not on the disk yet, those in the writer's hand included.</summary>
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

    /// <summary>Adds a sample; false, and counted, when there is no room.</summary>
    /// <param name="generation">What it went into.</param>
    public bool Add(int series, Measure sample, out int generation)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            generation = _now.Generation;
            if (_completed || _pending >= Capacity)
            {
                _lost++;
                return false;
            }

            if (!_row.Add(series, sample))
            {
                _now.Rows.Add(_row);
                _row = new(Row.Room);
                _row.Add(series, sample);
            }

            _pending++;
            waiter = Wake();
        }

        waiter?.TrySetResult();
        return true;
    }

    /// <summary>Adds a series that is new. It is written with the sample that it begins with, and nobody is woken before that comes.</summary>
    public void Begin(int series, string name)
    {
        lock (_gate)
            _now.Series.Add(new(series, name));
    }

    /// <summary>Adds a series that is forgotten.</summary>
    public void Forget(int series)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            _now.Series.Add(new(series, null));
            waiter = Wake();
        }

        waiter?.TrySetResult();
    }

    /// <summary>Says that a track holds enough for a chunk.</summary>
    public void Fill(Track track)
    {
        lock (_gate)
            _now.Full.Add(track);
    }

    /// <summary>Waits until there is something to take; false when nothing is there and nothing more comes.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancel)
    {
        while (true)
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
        }
    }

    /// <summary>Ends when all that was added so far is on the disk.</summary>
    /// <exception cref="InvalidDataException">Some of it was refused for good.</exception>
    public Task WrittenAsync()
    {
        lock (_gate)
            return Something ? Task.WhenAll(_before, _now.Written.Task) : _before;
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
            _before = taken.Written.Task;
            _now = new(taken.Generation + 1);
            return taken;
        }
    }

    /// <summary>Says that what was taken is on the disk.</summary>
    public void Done(Taken taken)
    {
        lock (_gate)
            _pending -= taken.Count;
        taken.Written.TrySetResult();
    }

    /// <summary>Says that what was taken can never be written; it is counted as lost.</summary>
    public void Refused(Taken taken, InvalidDataException error)
    {
        lock (_gate)
        {
            _pending -= taken.Count;
            _lost += taken.Count;
        }

        // Most of the time nobody waits, and then it is no exception that nobody saw.
        _ = taken.Written.Task.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default);
        taken.Written.TrySetException(error);
    }

    /// <summary>Counts samples that were refused, or taken and then given up.</summary>
    public void Lose(int count)
    {
        lock (_gate)
            _lost += count;
    }

    /// <summary>Says that no more will come.</summary>
    public void Complete()
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            _completed = true;
            waiter = Wake();
        }

        waiter?.TrySetResult();
    }

    private bool Something => _row.Count > 0 || _now.Rows.Count > 0 || _now.Series.Count > 0;

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

        public List<SeriesChange> Series { get; } = [];

        /// <summary>Tracks with enough samples for a chunk.</summary>
        public HashSet<Track> Full { get; } = [];

        /// <summary>The samples.</summary>
        public int Count => Rows.Sum(row => row.Count);

        /// <summary>Ends when it is on the disk.</summary>
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
