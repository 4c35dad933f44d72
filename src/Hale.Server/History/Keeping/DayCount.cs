using System.Runtime.CompilerServices;

namespace Hale.Server.History.Keeping;

/// <summary>Checks and failures of the running hour and the 23 before it, in 112 bytes, and another 112 once anything failed, which most never do.</summary>
internal struct DayCount
{
    private const int Hours = 24;

    // The year 9999 ends before it.
    private const long LastHour = 80_000_000;

    private Ring _checks;
    private uint[]? _failures;
    private long _newest;

    /// <summary>Counts a check.</summary>
    public void Add(DateTimeOffset at, bool failed) => Add(HourOf(at), 1, failed ? 1u : 0);

    /// <summary>The sums as of now.</summary>
    public readonly (long Checks, long Failures) Sum(DateTimeOffset now)
    {
        var (checks, failures) = (0L, 0L);
        for (var hour = Math.Max(_newest, HourOf(now)) - Hours + 1; hour <= _newest; hour++)
        {
            checks += _checks[Slot(hour)];
            failures += FailuresOf(hour);
        }

        return (checks, failures);
    }

    /// <summary>The counts as they are kept: hour after hour up to the newest one.</summary>
    public readonly KeptDay Save()
    {
        var first = _newest - Hours + 1;
        while (first < _newest && _checks[Slot(first)] == 0)
            first++;
        var (checks, failures) = (new uint[_newest - first + 1], new uint[_newest - first + 1]);
        for (var hour = first; hour <= _newest; hour++)
            (checks[hour - first], failures[hour - first]) = (_checks[Slot(hour)], FailuresOf(hour));
        return new(first, checks, failures.AsSpan().ContainsAnyExcept(0u) ? failures : null);
    }

    /// <summary>Takes kept counts back; what can't be an hour is left out.</summary>
    public static DayCount Load(KeptDay kept)
    {
        var day = default(DayCount);
        for (var i = 0; i < kept.Checks.Count; i++)
        {
            if (kept.From is >= 0 and <= LastHour)
                day.Add(kept.From + i, kept.Checks[i], kept.Failures is { } failures && i < failures.Count ? failures[i] : 0);
        }

        return day;
    }

    private static int Slot(long hour) => (int)(hour % Hours + Hours) % Hours;

    private static long HourOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;

    private readonly uint FailuresOf(long hour) => _failures is null ? 0 : _failures[Slot(hour)];

    private void Add(long hour, uint checks, uint failures)
    {
        // A clock that jumped ahead and was set back would otherwise count nothing until it catches up.
        if (hour <= _newest - Hours || hour >= _newest + Hours)
            (_checks, _failures, _newest) = (default, null, hour);
        while (_newest < hour)
            Clear(Slot(++_newest));
        _checks[Slot(hour)] += checks;
        if (failures > 0)
            (_failures ??= new uint[Hours])[Slot(hour)] += failures;
    }

    private void Clear(int slot)
    {
        _checks[slot] = 0;
        if (_failures is not null)
            _failures[slot] = 0;
    }

    [InlineArray(Hours)]
    private struct Ring
    {
        private uint _first;
    }
}
