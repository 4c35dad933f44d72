using Hale.Server.History.Coding;

namespace Hale.Server.History.Keeping;

/// <summary>
/// Sums up each day of UTC when it is over: from the results as they are kept, in small steps, a day after the other. A step that was carried out
/// twice changes nothing, so a start just takes the day up again.
/// </summary>
/// <param name="pages">Everything that is held.</param>
/// <param name="read">The results of a page with from ≤ at &lt; to.</param>
internal sealed class Rolling(
    IHistoryStore store, Func<IReadOnlyList<Page>> pages, Func<Page, DateTimeOffset, DateTimeOffset, CancellationToken, ValueTask<IEnumerable<ReadOnlyMemory<Reading>>>> read,
    HistoryOptions options, TimeProvider time)
{
    private const int Step = 64;

    // What a clock that is set right brings late is taken along.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(2);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenDays = TimeSpan.FromMinutes(10);

    private TimeSpan _rest = TimeSpan.FromSeconds(90);
    private IReadOnlyList<Page> _round = [];
    private int _place;
    private DateOnly? _day;
    private DateOnly? _last;
    private Task? _pause;

    /// <summary>Whether nothing more happens before time passes; tests wait for it.</summary>
    public bool Resting => Volatile.Read(ref _pause) is { IsCompleted: false };

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
            _round = pages();
        var rollups = new List<StoredRollup>(Step);
        var from = Start(day);
        foreach (var page in _round.Skip(_place).Take(Step))
        {
            if (DaySum.Of(await read(page, from, from.AddDays(1), cancel)) is { } sum)
                rollups.Add(new(page.Series, day, Rollup.Write(sum)));
        }

        var done = _place + Step >= _round.Count;
        await store.RollAsync(rollups, done ? day : null, cancel);
        _rest = BetweenSteps;
        _place += Step;
        if (done)
            (_last, _day, _round, _place) = (day, null, [], 0);
        return true;
    }

    /// <summary>The moment a day begins.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The day a moment belongs to.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>The last day that has been over for long enough to be summed up.</summary>
    public static DateOnly LastOver(DateTimeOffset now) => DayOf(now - Settled).AddDays(-1);

    /// <summary>The next day that is over and not summed up; null when there is none. What no result is kept of any more is left out.</summary>
    private async ValueTask<DateOnly?> NextAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        _last ??= await store.RolledAsync(cancel);
        // A clock that was ahead made days end that have not: they are summed up anew when they have.
        var over = LastOver(now);
        _last = _last > over ? over : _last;
        var oldest = DayOf(now - options.Keep);
        if (_last is null && (await store.RunsAsync(now - options.Keep, now, cancel)) is [var first, ..])
            oldest = DayOf(first.StartedAt) is var began && began > oldest ? began : oldest;
        var next = _last?.AddDays(1) is { } after && after > oldest ? after : oldest;
        return next <= over ? next : null;
    }
}
