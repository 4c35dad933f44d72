namespace Hale.Server.Series.Coding;

/// <summary>What some values come to. One that is no number (NaN) says that there was none.</summary>
internal struct Sum()
{
    public long Count { get; private set; }

    public double Total { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>Those of an hour, put together from what is kept of it.</summary>
    public static Sum Of(long count, double total, double min, double max) => new() { Count = count, Total = total, Min = min, Max = max };

    public void Add(double value)
    {
        if (double.IsNaN(value))
            return;
        Count++;
        Total += value;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }

    public void Add(Sum other)
    {
        Count += other.Count;
        Total += other.Total;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
    }
}

/// <summary>What the samples of one hour come to.</summary>
/// <param name="At">Its beginning, milliseconds since 1970.</param>
internal readonly record struct HourSum(long At, Sum Sum)
{
    /// <summary>An hour in milliseconds.</summary>
    public const long Length = 3_600_000;

    /// <summary>Sums up samples that are in the order of their times: the hours that have a value.</summary>
    public static IReadOnlyList<HourSum> Of(IEnumerable<ReadOnlyMemory<Measure>> samples)
    {
        var hours = new List<HourSum>();
        var (at, sum) = (long.MinValue, new Sum());
        foreach (var sample in samples.SelectMany(part => part.ToArray()))
        {
            if (sample.At - Modulo(sample.At) is var hour && hour != at)
            {
                Close();
                (at, sum) = (hour, new());
            }

            sum.Add(sample.Value);
        }

        Close();
        return hours;

        void Close()
        {
            if (sum.Count > 0)
                hours.Add(new(at, sum));
        }
    }

    private static long Modulo(long at) => (at % Length + Length) % Length;
}
