using Hale.Server.History.Coding;

namespace Hale.Server.History.Asking;

/// <summary>Thins the results of many keys together; they come key by key, so that every step's counts are held.</summary>
internal sealed class Merging(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
{
    private readonly Tally?[] _steps = new Tally?[(int)Math.Ceiling((to - from) / step)];
    private readonly long _from = from.ToUnixTimeMilliseconds();
    private readonly long _step = (long)step.TotalMilliseconds;

    public void Add(ReadOnlySpan<Reading> readings)
    {
        foreach (ref readonly var reading in readings)
            At(reading.At).Add(reading);
    }

    /// <summary>Takes a day; the steps are whole days, and begin with one.</summary>
    public void Add(DaySum day) => At(day.At).Add(day);

    /// <summary>The steps that have results.</summary>
    public IReadOnlyList<Point> Done() =>
    [
        .. _steps.Index().Where(each => each.Item is { Checks: > 0 }).Select(each => new Point(
            from + each.Index * step, each.Item!.Told(), each.Item.Checks, each.Item.Failures, each.Item.Worst)),
    ];

    private Tally At(long milliseconds) => _steps[(milliseconds - _from) / _step] ??= new();
}
