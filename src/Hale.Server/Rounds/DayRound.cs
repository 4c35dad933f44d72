namespace Hale.Server.Rounds;

/// <summary>What a room does to sum up a day of everything it holds.</summary>
/// <typeparam name="T">What it holds one of for each series.</typeparam>
/// <typeparam name="TSum">What a day of one comes to, as it is kept.</typeparam>
internal interface IDayWork<T, TSum>
    where TSum : class
{
    /// <summary>Everything that is held.</summary>
    IReadOnlyList<T> All { get; }

    /// <summary>What a day of one comes to; null when nothing is kept of it.</summary>
    ValueTask<TSum?> SumAsync(T one, DateOnly day, CancellationToken cancel);

    /// <summary>Keeps sums.</summary>
    /// <param name="done">The day of which all are summed up now; null while there are more.</param>
    ValueTask KeepAsync(IReadOnlyList<TSum> sums, DateOnly? done, CancellationToken cancel);

    /// <summary>The last day that was done; null when there is none.</summary>
    ValueTask<DateOnly?> DoneAsync(CancellationToken cancel);

    /// <summary>The first day of which anything can be kept; null while nothing is held at all.</summary>
    /// <param name="done">The last day that was done.</param>
    ValueTask<DateOnly?> OldestAsync(DateOnly? done, DateTimeOffset now, CancellationToken cancel);
}

/// <summary>
/// Has each day of UTC summed up when it is over, in small steps, a day after the other. A step that was carried out twice changes nothing, so a start just takes
/// the day up again.
/// </summary>
/// <param name="begin">The pause before the first step.</param>
internal sealed class DayRound<T, TSum>(IDayWork<T, TSum> work, TimeSpan begin, TimeProvider time)
    where TSum : class
{
    private const int Step = 64;

    private static readonly TimeSpan BetweenSteps = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenDays = TimeSpan.FromMinutes(10);

    private TimeSpan _rest = begin;
    private IReadOnlyList<T> _round = [];
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
            _round = work.All;
        var sums = new List<TSum>(Step);
        foreach (var one in _round.Skip(_place).Take(Step))
        {
            if (await work.SumAsync(one, day, cancel) is { } sum)
                sums.Add(sum);
        }

        var done = _place + Step >= _round.Count;
        await work.KeepAsync(sums, done ? day : null, cancel);
        _rest = BetweenSteps;
        _place += Step;
        if (done)
            (_last, _day, _round, _place) = (day, null, [], 0);
        return true;
    }

    /// <summary>The next day that is over and not summed up; null when there is none.</summary>
    private async ValueTask<DateOnly?> NextAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        _last ??= await work.DoneAsync(cancel);
        // A clock that was ahead made days end that have not: they are summed up anew when they have.
        var over = Days.LastOver(now);
        _last = _last > over ? over : _last;
        if (await work.OldestAsync(_last, now, cancel) is not { } oldest)
            return null;
        var next = _last?.AddDays(1) is { } after && after > oldest ? after : oldest;
        return next <= over ? next : null;
    }
}
