using Hale.Server.Series.Asking;
using Hale.Server.Series.Coding;

namespace Hale.Server.Series.Keeping;

/// <summary>What is held of one series in memory: the samples that are in no chunk yet. At least one is, once there was one.</summary>
internal sealed class Track
{
    // Also what is locked: a lock of its own for each of a hundred thousand tracks would take megabytes.
    private readonly Head _head;
    private readonly int _firstFull;
    private readonly long _through;
    private int _beyond;
    private bool _dirty;
    private bool _forgotten;

    // How many samples went into the journal's generation that is being gathered: a save holds them, and no row does yet.
    private int _generation;
    private int _inGeneration;

    /// <summary>A track for a series that was never seen.</summary>
    public Track(int series, SeriesName name)
        : this(series, name, new Head(0), null)
    {
    }

    private Track(int series, SeriesName name, Head head, StoredHead? saved)
    {
        (Series, Name, _head, _through, _beyond) = (series, name, head, saved?.Through ?? 0, saved?.Beyond ?? 0);
        // All that begin together would otherwise fill their first chunks in the same minute, and all later ones.
        _firstFull = Chunk.Full / 2 + (int)((uint)series * 2_654_435_769 >> 16) % (Chunk.Full / 2);
    }

    public SeriesName Name { get; }

    /// <summary>The series' number in the store.</summary>
    public int Series { get; }

    private int Full => _head.First == 0 ? _firstFull : Chunk.Full;

    /// <summary>Makes a track of what the store kept.</summary>
    /// <exception cref="InvalidDataException">Its bytes are damaged.</exception>
    public static Track Read(StoredSeries stored)
    {
        var head = new Head(stored.Head?.First ?? 0);
        if (stored.Head is { } saved)
        {
            foreach (var sample in Chunk.Read(saved.Body.Span).Samples)
                head.Add(sample);
        }

        return new(stored.Id, SeriesName.Read(stored.Name), head, stored.Head);
    }

    /// <summary>Takes a sample of the write-ahead log again, in so far as what was saved later does not hold it.</summary>
    public void Again(long row, Measure sample)
    {
        if (row <= _through || _beyond-- > 0)
            return;
        _head.Add(sample);
        _dirty = true;
    }

    /// <summary>
    /// Says that all of the log was read; whether the track has to be saved with the next batch. What was saved is then ahead of a row that was never written, and the
    /// start after this one would hold its count against the rows that come now.
    /// </summary>
    public bool Caught()
    {
        var ahead = _beyond > 0;
        (_beyond, _dirty) = (0, _dirty || ahead);
        return ahead;
    }

    /// <summary>Takes a sample; false when the track was thrown away.</summary>
    /// <param name="kept">False when there was no room for it, which is counted.</param>
    public bool Take(Measure sample, Journal journal, out bool kept)
    {
        lock (_head)
        {
            kept = false;
            if (_forgotten)
                return false;
            // What has no room in the journal is in no row, and a head that held it would count one more than the rows do.
            if (!journal.Add(Series, sample, out var generation))
                return true;
            kept = true;
            _head.Add(sample);
            _dirty = true;
            (_generation, _inGeneration) = (generation, _generation == generation ? _inGeneration + 1 : 1);
            if (_head.Count == Full + 1)
                journal.Fill(this);
        }

        return true;
    }

    /// <summary>Throws the track away.</summary>
    public void Forget()
    {
        lock (_head)
            _forgotten = true;
    }

    /// <summary>The sample that came last; null before the first.</summary>
    public Measure? Last
    {
        get
        {
            lock (_head)
                return _head.Count > 0 ? _head.Last : null;
        }
    }

    /// <summary>The samples that are in no chunk yet, and the series' number of the first one.</summary>
    public (long First, Measure[] Samples) Newest()
    {
        lock (_head)
            return (_head.First, _head.Read());
    }

    /// <summary>Everything to be written when it changed since it was saved last; null otherwise.</summary>
    /// <param name="through">The last row of the write-ahead log that goes with it, or went before.</param>
    /// <param name="generation">The journal's generation that goes into the row after it.</param>
    public Save? Save(long through, int generation)
    {
        lock (_head)
        {
            if (_forgotten || !_dirty)
                return null;
            var beyond = _generation == generation ? _inGeneration : 0;
            // What is ahead of the log is saved again before the rows that hold it are trimmed: the next start would otherwise hold its count against later rows.
            _dirty = beyond > 0;
            var samples = _head.Read();
            var chunks = new List<StoredChunk>();
            var sealedCount = 0;
            // One stays, so that the series' value is known after a start.
            for (var size = Full; samples.Length - sealedCount > size; size = Chunk.Full)
            {
                chunks.Add(Seal(samples[sealedCount..(sealedCount + size)], _head.First + sealedCount));
                sealedCount += size;
            }

            var first = _head.First + sealedCount;
            return new(chunks, new(Series, first, through, beyond, Chunk.Write(samples.AsSpan(sealedCount), first)), sealedCount);
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

    private StoredChunk Seal(Measure[] samples, long first)
    {
        var ordered = Merging.InOrder(samples);
        return new(Series, ordered[^1].Time, Chunk.Write(ordered, first));
    }
}

/// <summary>What is written of one track.</summary>
/// <param name="Sealed">How many samples went into the chunks.</param>
internal sealed record Save(IReadOnlyList<StoredChunk> Chunks, StoredHead Head, int Sealed);
