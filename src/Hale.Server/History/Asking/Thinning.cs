using Hale.Server.History.Coding;

namespace Hale.Server.History.Asking;

/// <summary>Thins results to steps while they stream by; holds one step's counts at a time.</summary>
internal sealed class Thinning(DateTimeOffset from, TimeSpan step)
{
    private readonly List<Point> _points = [];
    private readonly Tally _tally = new();
    private readonly long _from = from.ToUnixTimeMilliseconds();
    private readonly long _step = (long)step.TotalMilliseconds;
    private long _at = -1;

    /// <summary>The step's length: whole seconds, so many that no more than <paramref name="points"/> cover the window.</summary>
    public static TimeSpan Step(DateTimeOffset from, DateTimeOffset to, int points) =>
        TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((to - from).TotalSeconds / points)));

    /// <summary>The same for sums of days: an hour where that is enough, else whole days.</summary>
    public static TimeSpan StepOfSums(DateTimeOffset from, DateTimeOffset to, int points) =>
        (to - from).TotalHours <= points ? TimeSpan.FromHours(1) : TimeSpan.FromDays(Math.Ceiling((to - from).TotalDays / points));

    /// <summary>Takes the next results; they come in the order of their times.</summary>
    public void Add(ReadOnlySpan<Reading> readings)
    {
        foreach (ref readonly var reading in readings)
        {
            MoveTo(reading.At);
            _tally.Add(reading);
        }
    }

    /// <summary>Takes the next day; the steps are an hour or whole days, and begin with one.</summary>
    public void Add(DaySum day)
    {
        if (_step >= DaySum.Day)
        {
            MoveTo(day.At);
            _tally.Add(day);
            return;
        }

        Close();
        foreach (var hour in day.Hours)
            _points.Add(new(DateTimeOffset.FromUnixTimeMilliseconds(hour.At * DaySum.Hour), hour.Latency?.Told(), hour.Checks, hour.Failures, hour.Worst));
    }

    /// <summary>The steps that have results.</summary>
    public IReadOnlyList<Point> Done()
    {
        Close();
        return _points;
    }

    private void MoveTo(long milliseconds)
    {
        var at = (milliseconds - _from) / _step;
        if (at == _at)
            return;
        Close();
        _at = at;
    }

    private void Close()
    {
        if (_tally.Checks == 0)
            return;
        _points.Add(new(from + _at * step, _tally.Told(), _tally.Checks, _tally.Failures, _tally.Worst));
        _tally.Clear();
    }
}
