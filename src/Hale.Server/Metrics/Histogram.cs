namespace Hale.Server.Metrics;

/// <summary>Counts durations in buckets.</summary>
internal sealed class Histogram
{
    /// <summary>The buckets' upper bounds in seconds, inclusive.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Bounds.Count + 1];
    private double _sum;

    public void Add(double seconds)
    {
        var bucket = 0;
        while (bucket < Bounds.Count && seconds > Bounds[bucket])
            bucket++;
        lock (_gate)
        {
            _counts[bucket]++;
            _sum += seconds;
        }
    }

    /// <summary>The counts per bucket, not cumulated, the last one for those beyond every bound; and the sum.</summary>
    public (long[] Counts, double Sum) Read()
    {
        lock (_gate)
            return ([.. _counts], _sum);
    }
}
