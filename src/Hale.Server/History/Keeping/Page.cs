using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History.Asking;
using Hale.Server.History.Coding;

namespace Hale.Server.History.Keeping;

/// <summary>What is held of one key in memory: verdict, last result, counts of the day, and the results that are in no chunk yet.</summary>
internal sealed class Page
{
    // Also what is locked: a lock of its own for each of a hundred thousand pages would take megabytes.
    private readonly Head _head;
    private readonly ushort _firstFull;
    private Verdict _verdict;
    private LastResult _last;
    private string? _lastError;
    private string? _version;
    private DayCount _day;
    private Replay? _replay;
    private bool _dirty;
    private bool _forgotten;

    // Nearly all never fail.
    private Witness? _witness;

    // The journal's generation that its last changes of status went into; 0 for none.
    private int _movedIn;

    // How many results went into the journal's generation that is being gathered: a save holds them, and no row does yet.
    private int _generation;
    private int _inGeneration;

    /// <summary>A page for a key that was never seen.</summary>
    public Page(int series, string key, Verdict verdict)
        : this(series, key, verdict, new Head(0))
    {
    }

    private Page(int series, string key, Verdict verdict, Head head)
    {
        (Series, Key, _verdict, _head) = (series, key, verdict, head);
        // All that are declared together would otherwise fill their first chunks in the same minute, and all later ones.
        _firstFull = (ushort)(Chunk.Full / 2 + (int)((uint)series * 2_654_435_769 >> 16) % (Chunk.Full / 2));
    }

    public string Key { get; }

    /// <summary>The key's number in the store.</summary>
    public int Series { get; }

    private int Full => _head.First == 0 ? _firstFull : Chunk.Full;

    /// <summary>Makes a page of what the store kept; a state that is not legible starts as unknown.</summary>
    /// <exception cref="InvalidDataException">The head's bytes are damaged.</exception>
    public static Page Read(StoredSeries stored, DateTimeOffset now, out bool legible)
    {
        var kept = stored.State is { } state ? KeptState.Read(state) : null;
        legible = stored.State is null || kept is not null;
        var page = new Page(stored.Id, stored.Key, kept?.ToVerdict() ?? Verdict.Unchecked(now), ReadHead(stored.Head));
        page._replay = new(stored.Head?.Through ?? 0, stored.Head?.Beyond ?? 0, kept?.Through ?? 0, kept?.Beyond ?? 0);
        if (kept is not null)
        {
            page._last = LastResult.Of(kept.Last);
            page._lastError = kept.LastError;
            page._day = DayCount.Load(kept.Day);
        }

        return page;
    }

    /// <summary>Takes a result of the write-ahead log again, in so far as what was saved later does not hold it. Before the first new one.</summary>
    public void Again(long row, in Reading reading)
    {
        if (_replay?.InHead(row) == true)
        {
            _head.Add(reading);
            // Also where the state was saved later, as at the end of a run: the log is the only one that holds the result, and it will be trimmed.
            _dirty = true;
        }

        if (_replay?.InState(row) != true)
            return;
        var failed = reading.Failure is not null;
        _verdict = _verdict with
        {
            Status = reading.Status,
            Failures = failed ? _verdict.Failures + 1 : 0,
            Successes = failed ? 0 : _verdict.Successes + 1,
            Failure = reading.Failure,
        };
        _last = _last.Again(reading);
        _lastError = failed ? reading.Message : _lastError;
        _day.Add(_last.At, failed);
        _dirty = true;
    }

    /// <summary>
    /// Says that all of the log was read; whether the page has to be saved with the next batch. What was saved is then ahead of a row that was never written, and the
    /// start after this one would hold its count against the rows that come now.
    /// </summary>
    public bool Caught()
    {
        var ahead = _replay is { Ahead: true };
        (_replay, _dirty) = (null, _dirty || ahead);
        return ahead;
    }

    /// <summary>Takes a check's result and the changes it brought; false when the page was thrown away.</summary>
    public bool Saw(Observation seen, Verdict after, IReadOnlyList<StatusEvent> events, Journal journal)
    {
        var last = LastResult.Of(seen);
        var reading = Reading.Of(seen.At, last.LatencyMs, after.Status, last.Failure, last.Message);
        lock (_head)
        {
            if (_forgotten)
                return false;
            (_verdict, _last, _replay, _dirty) = (after, last, null, true);
            _lastError = seen.Failure?.Message ?? _lastError;
            _day.Add(seen.At, !seen.Success);
            var taken = journal.Add(this, reading, events, Witnessed(seen, events.Count > 0), out var generation);
            _movedIn = events.Count > 0 ? generation : _movedIn;
            // What has no room in the journal is in no row, and a head that held it would count one more than the rows do.
            if (!taken)
                return true;
            _head.Add(reading);
            (_generation, _inGeneration) = (generation, _generation == generation ? _inGeneration + 1 : 1);
            if (_head.Count == Full)
                journal.Fill(this);
        }

        return true;
    }

    /// <summary>Takes the version that its target says it is; whether it is another than the one before.</summary>
    public bool IsOther(string version)
    {
        lock (_head)
        {
            if (_version == version)
                return false;
            _version = version;
            return true;
        }
    }

    /// <summary>Takes a verdict that changed without a check, and the changes it brought; false when the page was thrown away.</summary>
    public bool Moved(Verdict after, IReadOnlyList<StatusEvent> events, Journal journal)
    {
        lock (_head)
        {
            if (_forgotten)
                return false;
            (_verdict, _dirty) = (after, true);
            var generation = journal.Add(this, events);
            _movedIn = events.Count > 0 ? generation : _movedIn;
            return true;
        }
    }

    /// <summary>Throws the page away.</summary>
    public void Forget()
    {
        lock (_head)
            _forgotten = true;
    }

    public Held Hold(DateTimeOffset now)
    {
        lock (_head)
        {
            var (checks, failures) = _day.Sum(now);
            return new(_verdict, _last.Hold(), checks == 0 ? null : (checks - failures) * 100.0 / checks, failures, _lastError);
        }
    }

    /// <summary>The results that are in no chunk yet, and the series' number of the first one.</summary>
    public (long First, Reading[] Readings) Newest()
    {
        lock (_head)
            return (_head.First, _head.Read());
    }

    /// <summary>The state to be written; null when the page was thrown away, or when it is asked for as changed and is not.</summary>
    /// <param name="through">The last row of the write-ahead log that goes with it, or went before.</param>
    /// <param name="journal">What it gathers now goes into the row after it.</param>
    public SavedState? SaveState(long through, Journal journal, bool changed = false)
    {
        lock (_head)
            return _forgotten || (changed && !_dirty) ? null : Stand(through, journal);
    }

    /// <summary>Everything to be written when it changed since it was saved last, or when chunks are full; null otherwise.</summary>
    public Save? Save(long through, Journal journal)
    {
        var generation = journal.Generation;
        lock (_head)
        {
            if (_forgotten || (!_dirty && _head.Count < Full))
                return null;
            // What is ahead of the log is saved again before the rows that hold it are trimmed: the next start would otherwise hold its count against later rows.
            _dirty = Beyond(generation) > 0;
            var readings = _head.Read();
            var chunks = new List<StoredChunk>();
            var sealedCount = 0;
            for (var size = Full; readings.Length - sealedCount >= size; size = Chunk.Full)
            {
                chunks.Add(Seal(readings[sealedCount..(sealedCount + size)], _head.First + sealedCount));
                sealedCount += size;
            }

            var rest = readings.AsSpan(sealedCount);
            var first = _head.First + sealedCount;
            var body = rest.IsEmpty ? [] : Chunk.Write(rest, first);
            return new(Stand(through, journal), chunks, new(Series, first, through, Beyond(generation), body), sealedCount);
        }
    }

    /// <summary>Says that what <see cref="Save"/> gave is on the disk.</summary>
    public void Saved(Save save)
    {
        if (save.Sealed == 0)
            return;
        lock (_head)
            _head.Drop(save.Sealed);
    }

    /// <summary>Says that what was given could not be written.</summary>
    public void GiveBack()
    {
        lock (_head)
            _dirty = true;
    }

    private Evidence? Witnessed(Observation seen, bool moved)
    {
        if (seen.Failure is not null)
            _witness ??= new();
        return _witness?.Wants(seen, moved) == true ? Evidence.Of(seen) : null;
    }

    private static Head ReadHead(StoredHead? stored)
    {
        if (stored is null)
            return new(0);
        var head = new Head(stored.First);
        if (!stored.Body.IsEmpty)
        {
            foreach (var reading in Chunk.Read(stored.Body.Span).Readings)
                head.Add(reading);
        }

        return head;
    }

    private StoredChunk Seal(Reading[] readings, long first)
    {
        // A clock that was set back mixes the times.
        var ordered = Ordering.InOrder(readings);
        return new(Series, DateTimeOffset.FromUnixTimeMilliseconds(ordered[^1].At), Chunk.Write(ordered, first));
    }

    private SavedState Stand(long through, Journal journal) => new(
        new(Series, State(through, journal.Generation).Write()), _movedIn == journal.Generation ? journal.Take(this) : []);

    private int Beyond(int generation) => _generation == generation ? _inGeneration : 0;

    private KeptState State(long through, int generation) => new(
        KeptState.Version, _verdict.Status, _verdict.Since, _verdict.Why, _verdict.Message, _verdict.Failures, _verdict.Successes, _verdict.Failure,
        _last.Keep(), _lastError, _day.Save(), through, Beyond(generation));

    /// <summary>Which results of the write-ahead log what was saved holds already.</summary>
    private sealed class Replay(long headThrough, int headBeyond, long stateThrough, int stateBeyond)
    {
        private int _headBeyond = headBeyond;
        private int _stateBeyond = stateBeyond;

        public bool InHead(long row) => row > headThrough && _headBeyond-- <= 0;

        public bool InState(long row) => row > stateThrough && _stateBeyond-- <= 0;

        /// <summary>When all rows were read: whether the row that what was saved is ahead of was never written.</summary>
        public bool Ahead => _headBeyond > 0 || _stateBeyond > 0;
    }
}

/// <summary>A page's state, and the changes of status it has come of that are not in the journal's batch.</summary>
internal sealed record SavedState(StoredState State, IReadOnlyList<SeriesEvent> Events);

/// <summary>What is written of one page.</summary>
/// <param name="Sealed">How many results went into the chunks.</param>
internal sealed record Save(SavedState State, IReadOnlyList<StoredChunk> Chunks, StoredHead Head, int Sealed);
