using System.Collections.Concurrent;
using Hale.Monitoring.Flow;
using Hale.Server.Rounds;
using Hale.Server.Series.Keeping;

namespace Hale.Server.Series;

/// <summary>
/// Keeps samples of metrics, any number of series, exactly: in memory and, a second later, in the store. Answers questions about them. A sample is kept whatever
/// its time, in order or not; of several of one series for the same millisecond the one that came last counts.
/// </summary>
internal sealed partial class SeriesBook
{
    private readonly ConcurrentDictionary<SeriesName, Track> _tracks = new(new OwnSeries.Comparer());
    private readonly ConcurrentDictionary<SeriesName, Track>.AlternateLookup<OwnSeries> _own;
    private readonly Lock _newcomers = new();
    private readonly ISeriesStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SeriesOptions _options;
    private readonly Journal _journal;
    private readonly Gathering _gathering;
    private readonly Writing _writing;
    private readonly Upkeep _upkeep;
    private readonly DayRound<Track, StoredRollup> _rolling;
    private readonly Func<CancellationToken, Task>[] _loops;
    private readonly Func<CancellationToken, Task> _writer;
    private int _lastSeries;
    private int _count;
    private bool _full;
    private bool _draining;

    public SeriesBook(ISeriesStore store, SeriesOptions options, Vitals vitals, TimeProvider time, ILogger<SeriesBook> logger)
    {
        (_store, _options, _time, _logger) = (store, options, time, logger);
        _own = _tracks.GetAlternateLookup<OwnSeries>();
        _journal = vitals.Add(new Journal(options.Capacity));
        _gathering = new(new(() => Count, () => [.. _tracks.Values], new(options.Ahead, options.AheadFor), time));
        _writing = new(store, _journal, _gathering, options, time, logger);
        _upkeep = new(store, Forget, options, time);
        _rolling = new(new Rolling(store, () => [.. _tracks.Values], WithinAsync, options), TimeSpan.FromSeconds(100), time);
        _writer = Loop("series_write", 60, _writing.TurnAsync);
        _loops = [Loop("series_prune", 3_600, _upkeep.TurnAsync), Loop("series_rollup", 3_600, _rolling.TurnAsync)];

        Func<CancellationToken, Task> Loop(string name, int patience, Func<CancellationToken, ValueTask<bool>> turn)
        {
            var loop = new Loop(vitals.Loop(name, TimeSpan.FromSeconds(patience)), time, logger);
            return stopping => loop.RunAsync(turn, stopping);
        }
    }

    /// <summary>How many series there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Samples taken and not yet written.</summary>
    public int Unwritten => _journal.Pending;

    /// <summary>Samples that were refused for want of room, or given up.</summary>
    public long Lost => _journal.Lost;

    /// <summary>Whether every loop of the room rests, waiting for time to pass or for something to happen; tests wait for it.</summary>
    internal bool Settled => _writing.Settled && (Volatile.Read(ref _draining) || (_upkeep.Resting && _rolling.Resting));

    /// <summary>Reads what is held of every series. Call once, before anything happens.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        var stored = await _store.LoadAsync(cancel);
        (_lastSeries, _gathering.LastRow) = (stored.LastSeries, stored.LastRow);
        var tracks = new Dictionary<int, Track>(stored.Series.Count);
        foreach (var series in stored.Series)
        {
            var track = tracks[series.Id] = Track.Read(series);
            _tracks[track.Name] = track;
        }

        _count = tracks.Count;
        // Samples of a series that was forgotten since belong to nobody.
        foreach (var row in stored.Rows)
        {
            Row.Read(row.Body.Span, (series, sample) =>
            {
                if (tracks.TryGetValue(series, out var track))
                    track.Again(row.Number, sample);
            });
        }

        _gathering.Owe([.. tracks.Values.Where(track => track.Caught())]);
    }

    /// <summary>Takes a sample; false, and counted, where there is no room for it or for one series more.</summary>
    public bool Take(SeriesName name, Measure sample) => Take(_tracks.GetValueOrDefault(name), name, sample);

    /// <summary>Takes a sample of a series that there is already; false, and nothing else, where there is none.</summary>
    public bool TakeKnown(OwnSeries series, Measure sample)
    {
        if (!_own.TryGetValue(series, out var track))
            return false;
        Take(track, track.Name, sample);
        return true;
    }

    private bool Take(Track? track, SeriesName name, Measure sample)
    {
        while (true)
        {
            if ((track ?? Begin(name)) is not { } taking)
            {
                _journal.Lose(1);
                return false;
            }

            // Where it was thrown away just now, it begins anew.
            if (taking.Take(sample, _journal, out var kept))
                return kept;
            track = _tracks.GetValueOrDefault(name);
        }
    }

    /// <summary>Whether there is room for those of some series that are new.</summary>
    public bool HasRoom(IEnumerable<SeriesName> names) => Count + names.Where(name => !_tracks.ContainsKey(name)).Distinct().Count() <= _options.MaxSeries;

    /// <summary>Ends when all that was taken so far is on the disk, about a second later.</summary>
    /// <exception cref="InvalidDataException">Some of it was refused for good.</exception>
    public Task WrittenAsync() => _journal.WrittenAsync();

    /// <summary>Throws away all series that are meant.</summary>
    public void Forget(Predicate<SeriesName> meant)
    {
        foreach (var track in _tracks.Values.Where(track => meant(track.Name)))
            Forget(track);
    }

    /// <summary>Writes until <paramref name="stopping"/>, then what is left, for a few seconds at most.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var end = new CancellationTokenSource();
        var writing = _writer(end.Token);
        await Task.WhenAll(_loops.Select(loop => loop(stopping)));
        _journal.Complete();
        _writing.Hurry();
        var limit = Task.Delay(_options.DrainFor, _time, CancellationToken.None);
        Volatile.Write(ref _draining, true);
        await Task.WhenAny(writing, limit);
        await end.CancelAsync();
        await writing;
        _writing.GiveUp();
    }

    private Track? Begin(SeriesName name)
    {
        lock (_newcomers)
        {
            if (_tracks.TryGetValue(name, out var track))
                return track;
            if (_count >= _options.MaxSeries)
            {
                if (!_full)
                    TooMany(_logger, _options.MaxSeries, name.Text);
                _full = true;
                return null;
            }

            track = new(++_lastSeries, name);
            // The store must know of the series before of anything in it.
            _journal.Begin(track.Series, name.Text);
            _count++;
            return _tracks[name] = track;
        }
    }

    private void Forget(Track track)
    {
        lock (_newcomers)
        {
            if (!_tracks.TryRemove(KeyValuePair.Create(track.Name, track)))
                return;
            (_count, _full) = (_count - 1, false);
            track.Forget();
            _journal.Forget(track.Series);
        }
    }

    private void Forget(DateTimeOffset silentSince)
    {
        foreach (var track in _tracks.Values.Where(track => track.Last is { } last && last.At < silentSince.ToUnixTimeMilliseconds()))
            Forget(track);
    }

    [LoggerMessage(2605, LogLevel.Warning, "There are {Most} metric series, as many as may be; {Name} and other new ones are refused until some go")]
    private static partial void TooMany(ILogger logger, int most, string name);
}
