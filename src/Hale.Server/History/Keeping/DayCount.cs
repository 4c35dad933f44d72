using System.Runtime.CompilerServices;

namespace Hale.Server.History.Keeping;

/// <summary>Checks and failures of one hour.</summary>
internal struct HourCount
{
    public uint Checks;
    public uint Failures;
}

/// <summary>Checks and failures of the running hour and the 23 before it, in 200 bytes.</summary>
internal struct DayCount
{
    private const int Hours = 24;

    // The year 9999 ends before it.
    private const long LastHour = 80_000_000;

    private Ring _ring;
    private long _newest;

    /// <summary>Counts a check.</summary>
    public void Add(DateTimeOffset at, bool failed) => Add(HourOf(at), 1, failed ? 1u : 0);

    /// <summary>The sums as of now.</summary>
    public readonly (long Checks, long Failures) Sum(DateTimeOffset now)
    {
        var (checks, failures) = (0L, 0L);
        foreach (var (hour, count) in Each())
        {
            if (hour <= HourOf(now) - Hours)
                continue;
            checks += count.Checks;
            failures += count.Failures;
        }

        return (checks, failures);
    }

    /// <summary>The counts as they are kept: hour after hour up to the newest one.</summary>
    public readonly KeptDay Save()
    {
        var (hours, newest, checks, failures) = (Each(), _newest, new List<uint>(), new List<uint>());
        var first = hours.Count > 0 ? hours[0].Hour : newest;
        for (var hour = first; hour <= newest; hour++)
        {
            var count = _ring[Slot(hour)];
            checks.Add(count.Checks);
            failures.Add(count.Failures);
        }

        return new(first, checks, failures.Exists(count => count > 0) ? failures : null);
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

    private readonly List<(long Hour, HourCount Count)> Each()
    {
        var hours = new List<(long, HourCount)>();
        for (var hour = _newest - Hours + 1; hour <= _newest; hour++)
        {
            if (_ring[Slot(hour)] is { Checks: > 0 } count)
                hours.Add((hour, count));
        }

        return hours;
    }

    private void Add(long hour, uint checks, uint failures)
    {
        // A clock that jumped ahead and was set back would otherwise count nothing until it catches up.
        if (hour <= _newest - Hours || hour >= _newest + Hours)
            (_ring, _newest) = (default, hour);
        for (; _newest < hour; _newest++)
            _ring[(int)((_newest + 1) % Hours)] = default;
        ref var count = ref _ring[(int)(hour % Hours)];
        count.Checks += checks;
        count.Failures += failures;
    }

    [InlineArray(Hours)]
    private struct Ring
    {
        private HourCount _first;
    }
}
