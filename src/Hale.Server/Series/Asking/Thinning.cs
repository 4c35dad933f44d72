using Hale.Server.Series.Coding;

namespace Hale.Server.Series.Asking;

/// <summary>Thins samples to steps while they stream by; holds one step's sum at a time.</summary>
internal sealed class Thinning(DateTimeOffset from, TimeSpan length)
{
    private readonly List<Step> _steps = [];
    private readonly long _from = from.ToUnixTimeMilliseconds();
    private readonly long _length = (long)length.TotalMilliseconds;
    private Sum _sum = new();
    private long _at = -1;

    /// <summary>The step's length: whole seconds, so many that no more than <paramref name="points"/> cover the window.</summary>
    public static TimeSpan Length(DateTimeOffset from, DateTimeOffset to, int points) =>
        TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((to - from).TotalSeconds / points)));

    /// <summary>The same in whole hours, for what is told from their sums.</summary>
    public static TimeSpan Hours(DateTimeOffset from, DateTimeOffset to, int points) =>
        TimeSpan.FromHours(Math.Max(1, Math.Ceiling((to - from).TotalHours / points)));

    /// <summary>Takes the next samples; they come in the order of their times.</summary>
    public void Add(ReadOnlySpan<Measure> samples)
    {
        foreach (ref readonly var sample in samples)
        {
            MoveTo(sample.At);
            _sum.Add(sample.Value);
        }
    }

    /// <summary>Takes the next hour.</summary>
    public void Add(HourSum hour)
    {
        MoveTo(hour.At);
        _sum.Add(hour.Sum);
    }

    /// <summary>The steps that have a value.</summary>
    public IReadOnlyList<Step> Done()
    {
        Close();
        return _steps;
    }

    private void MoveTo(long milliseconds)
    {
        var at = (milliseconds - _from) / _length;
        if (at == _at)
            return;
        Close();
        _at = at;
    }

    private void Close()
    {
        if (_sum.Count > 0)
            _steps.Add(new(from + _at * length, _sum.Count, _sum.Min, _sum.Total / _sum.Count, _sum.Max));
        _sum = new();
    }
}
