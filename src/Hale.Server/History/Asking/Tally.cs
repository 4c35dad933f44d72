using Hale.Monitoring.Health;
using Hale.Server.History.Coding;

namespace Hale.Server.History.Asking;

/// <summary>Counts what results come to.</summary>
internal sealed class Tally
{
    private readonly int[] _latencies = new int[LatencyScale.Last + 1];
    private double _sum;
    private int _answers;
    private int _lowest;
    private int _highest;

    public int Checks { get; private set; }

    public int Failures { get; private set; }

    /// <summary>The worst status after a check: down, degraded, unknown, up.</summary>
    public Status Worst { get; private set; }

    public void Add(in Reading reading)
    {
        Add(1, reading.Failure is null ? 0 : 1, reading.Status);
        if (reading.Latency != LatencyScale.None)
            Add(reading.Latency, 1);
    }

    public void Add(ReadOnlySpan<Reading> readings)
    {
        foreach (ref readonly var reading in readings)
            Add(reading);
    }

    public void Add(Tally other)
    {
        Add(other.Checks, other.Failures, other.Worst);
        foreach (var (step, count) in other.Latencies())
            Add(step, count);
    }

    public void Add(DaySum day)
    {
        foreach (var hour in day.Hours)
            Add(hour.Checks, hour.Failures, hour.Worst);
        foreach (var (step, count) in day.Latencies)
            Add(step, count);
    }

    public void Clear()
    {
        if (_answers > 0)
            Array.Clear(_latencies, _lowest, _highest - _lowest + 1);
        (Checks, Failures, _answers, _sum) = (0, 0, 0, 0);
    }

    /// <summary>How often each step of the <see cref="LatencyScale"/> was seen, without those that were not.</summary>
    public IEnumerable<(int Step, int Count)> Latencies()
    {
        for (var step = _lowest; _answers > 0 && step <= _highest; step++)
        {
            if (_latencies[step] > 0)
                yield return (step, _latencies[step]);
        }
    }

    /// <summary>The latencies in steps; null when no answer came.</summary>
    public LatencySum? Sum() => _answers == 0 ? null : new(_lowest, LatencyScale.Of(_sum / _answers), _highest, Percentile(0.50), Percentile(0.95));

    /// <summary>The latencies in milliseconds; null when no answer came.</summary>
    public Latencies? Told() => Sum() is { } steps ? steps.Told() with { Avg = _sum / _answers } : null;

    private static int Rank(Status status) => status switch { Status.Down => 3, Status.Degraded => 2, Status.Unknown => 1, _ => 0 };

    private void Add(int checks, int failures, Status status)
    {
        if (checks == 0)
            return;
        Worst = Checks == 0 || Rank(status) > Rank(Worst) ? status : Worst;
        Checks += checks;
        Failures += failures;
    }

    private void Add(int latency, int count)
    {
        _lowest = _answers == 0 ? latency : Math.Min(_lowest, latency);
        _highest = _answers == 0 ? latency : Math.Max(_highest, latency);
        _answers += count;
        _sum += count * LatencyScale.Milliseconds(latency)!.Value;
        _latencies[latency] += count;
    }

    // Nearest rank: the smallest value that at least this share of the values does not exceed.
    private int Percentile(double share)
    {
        var left = (int)Math.Ceiling(share * _answers);
        for (var latency = _lowest; ; latency++)
        {
            left -= _latencies[latency];
            if (left <= 0)
                return latency;
        }
    }
}
