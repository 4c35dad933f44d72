using Hale.Monitoring.Health;

namespace Hale.Server.History.Asking;

/// <summary>Thins samples to steps while they stream by; holds one step's latencies at a time.</summary>
internal sealed class Thinning(DateTimeOffset from, TimeSpan step)
{
    private readonly List<Point> _points = [];
    private readonly List<double> _latencies = [];
    private long _at = -1;
    private int _checks;
    private int _failures;
    private Status _worst;

    /// <summary>The step's length: whole seconds, so many that no more than <paramref name="points"/> cover the window.</summary>
    public static TimeSpan Step(DateTimeOffset from, DateTimeOffset to, int points) =>
        TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((to - from).TotalSeconds / points)));

    /// <summary>Takes the next sample; they come in the order of their times.</summary>
    public void Add(Sample sample)
    {
        var at = (sample.At - from).Ticks / step.Ticks;
        if (at != _at)
            Close();
        _at = at;
        _worst = _checks == 0 ? sample.Status : Worse(_worst, sample.Status);
        _checks++;
        if (!sample.Success)
            _failures++;
        if (sample.LatencyMs is { } latency)
            _latencies.Add(latency);
    }

    /// <summary>The steps that have samples.</summary>
    public IReadOnlyList<Point> Done()
    {
        Close();
        return _points;
    }

    private static Status Worse(Status one, Status other) => Rank(one) >= Rank(other) ? one : other;

    private static int Rank(Status status) => status switch { Status.Down => 3, Status.Degraded => 2, Status.Unknown => 1, _ => 0 };

    private void Close()
    {
        if (_checks == 0)
            return;
        _points.Add(new(from + _at * step, Latencies(), _checks, _failures, _worst));
        _latencies.Clear();
        _checks = _failures = 0;
    }

    private Latencies? Latencies()
    {
        if (_latencies.Count == 0)
            return null;
        _latencies.Sort();
        return new(_latencies[0], _latencies.Average(), _latencies[^1], Percentile(0.50), Percentile(0.95));
    }

    // Nearest rank: the smallest value that at least this share of the values does not exceed.
    private double Percentile(double share) => _latencies[(int)Math.Ceiling(share * _latencies.Count) - 1];
}
