using Hale.Server.Series.Coding;

namespace Hale.Server.Series.Keeping;

/// <summary>
/// Sums up the hours of each day of UTC when it is over: from the samples as they are kept, in small steps, a day after the other. A step that was carried out
/// twice changes nothing, so a start just takes the day up again.
/// </summary>
/// <param name="tracks">Everything that is held.</param>
/// <param name="read">The samples of a track with from ≤ at &lt; to.</param>
internal sealed class Rolling(
    ISeriesStore store, Func<IReadOnlyList<Track>> tracks, Func<Track, DateTimeOffset, DateTimeOffset, CancellationToken, ValueTask<IEnumerable<ReadOnlyMemory<Measure>>>> read,
    SeriesOptions options, TimeProvider time)
{
    private const int Step = 64;

    // What comes late is taken along.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(2);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenDays = TimeSpan.FromMinutes(10);

    private TimeSpan _rest = TimeSpan.FromSeconds(100);
    private IReadOnlyList<Track> _round = [];
    private int _place;
    private DateOnly? _day;
    private DateOnly? _last;
    private Task? _pause;

    /// <summary>Whether nothing more happens before time passes; tests wait for it.</summary>
    public bool Resting => Volatile.Read(ref _pause) is { IsCompleted: false };

    /// <summary>The moment a day begins.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The day a moment belongs to.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>One step.</summary>
    public async ValueTask<bool> TurnAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _pause, Task.Delay(_rest, time, cancel));
        await _pause!;
        _rest = BetweenDays;
        _day ??= await NextAsync(cancel);
        if (_day is not { } day)
            return true;
        if (_place == 0)
            _round = tracks();
        var rollups = new List<StoredRollup>(Step);
        var from = Start(day);
        foreach (var track in _round.Skip(_place).Take(Step))
        {
            if (HourSum.Of(await read(track, from, from.AddDays(1), cancel)) is { Count: > 0 } hours)
                rollups.Add(new(track.Series, day, Rollup.Write(hours)));
        }

        var done = _place + Step >= _round.Count;
        await store.RollAsync(rollups, done ? day : null, cancel);
        _rest = BetweenSteps;
        _place += Step;
        if (done)
            (_last, _day, _round, _place) = (day, null, [], 0);
        return true;
    }

    /// <summary>The next day that is over and not summed up; null when there is none. What no sample is kept of any more is left out, and all while there are no series.</summary>
    private async ValueTask<DateOnly?> NextAsync(CancellationToken cancel)
    {
        if (tracks().Count == 0)
            return null;
        var now = time.GetUtcNow();
        _last ??= await store.RolledAsync(cancel);
        var oldest = DayOf(now - options.Keep);
        var next = _last?.AddDays(1) is { } after && after > oldest ? after : oldest;
        return Start(next.AddDays(1)) + Settled <= now ? next : null;
    }
}
