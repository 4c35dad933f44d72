using Hale.Server.History.Asking;
using Hale.Server.History.Coding;
using Hale.Server.History.Keeping;
using Hale.Server.Rounds;

namespace Hale.Server.History;

/// <summary>
/// Takes results of one key that somebody else saw, a day after the other. An instant of which the key has a result already is left alone, so that the same results
/// taken twice are there once. Of days of which no single results are kept any more the sums are made, unless they are there. Not safe for threads.
/// </summary>
internal sealed class Intake
{
    // Written at once: about a megabyte.
    private const int MostChunks = 1_000;
    private const int MostRollups = 32;

    // They hold nothing that the newest results hold too.
    private const long NeverNewest = -1;

    private readonly IntakePlace _place;
    private readonly Stretches _stretches;
    private readonly List<Reading> _day = [];
    private readonly List<StoredChunk> _chunks = [];
    private readonly List<StoredRollup> _rollups = [];
    private DateOnly _date;
    private DateOnly _waiting;

    internal Intake(IntakePlace place, Stretches stretches) => (_place, _stretches) = (place, stretches);

    /// <summary>How many results were not there.</summary>
    public long Added { get; private set; }

    /// <summary>How many were there already.</summary>
    public long Skipped { get; private set; }

    /// <summary>How many results are held and not yet looked at.</summary>
    public int Held => _day.Count;

    /// <summary>Takes the next result. They come in the order of their times: a day that comes back is read again.</summary>
    public async ValueTask AddAsync(Sample result, CancellationToken cancel)
    {
        var date = Days.Of(result.At);
        if (_day.Count > 0 && date != _date)
            await SettleAsync(cancel);
        _date = date;
        _day.Add(Reading.Of(result.At, result.LatencyMs, result.Status, result.Failure, result.Message));
    }

    /// <summary>Looks at what is held, and lets go of it.</summary>
    public async ValueTask SettleAsync(CancellationToken cancel)
    {
        if (_day.Count == 0)
            return;
        // What waits to be written is not found when the day is read.
        if (_date <= _waiting || _chunks.Count >= MostChunks || _rollups.Count >= MostRollups)
            await WriteAsync(cancel);
        var readings = Ordering.InOrder([.. _day]);
        _day.Clear();
        foreach (var reading in readings)
            _stretches.Next(reading);
        var fresh = _date < _place.OldestDay ? await SumAsync(readings, cancel) : await PackAsync(readings, cancel);
        Added += fresh;
        Skipped += readings.Length - fresh;
        _waiting = _date > _waiting ? _date : _waiting;
    }

    /// <summary>Writes what is left, and the changes of status; durable when it returns.</summary>
    public async ValueTask DoneAsync(CancellationToken cancel)
    {
        await SettleAsync(cancel);
        await WriteAsync(cancel);
        if (_stretches.Done() is { Count: > 0 } changes)
            await _place.WriteAsync(changes, cancel);
    }

    private async ValueTask<int> SumAsync(Reading[] readings, CancellationToken cancel)
    {
        if (await _place.IsSummedUpAsync(_date, cancel))
            return 0;
        _rollups.Add(Summed(readings));
        return readings.Length;
    }

    private async ValueTask<int> PackAsync(Reading[] readings, CancellationToken cancel)
    {
        var held = await _place.HeldAsync(_date, cancel);
        var instants = held.Select(reading => reading.At).ToHashSet();
        var fresh = readings.Where(reading => !instants.Contains(reading.At)).ToArray();
        if (fresh.Length == 0)
            return 0;
        foreach (var part in fresh.Chunk(Chunk.Full))
            _chunks.Add(new(_place.Series, DateTimeOffset.FromUnixTimeMilliseconds(part[^1].At), Chunk.Write(part, NeverNewest)));
        // Rolling passes no day that was over before the hub first ran, and none twice.
        if (_place.IsOver(_date))
            _rollups.Add(Summed(Ordering.InOrder([.. held, .. fresh])));
        return fresh.Length;
    }

    private StoredRollup Summed(Reading[] readings) => new(_place.Series, _date, Rollup.Write(DaySum.Of([readings])!));

    private async ValueTask WriteAsync(CancellationToken cancel)
    {
        if (_chunks.Count + _rollups.Count > 0)
            await _place.WriteAsync([.. _chunks], [.. _rollups], cancel);
        _chunks.Clear();
        _rollups.Clear();
        _waiting = default;
    }
}
