using Hale.Monitoring.Health;
using Hale.Server.History.Coding;

namespace Hale.Server.History.Asking;

/// <summary>Thins results to steps while they stream by; holds one step's counts at a time.</summary>
internal sealed class Thinning(DateTimeOffset from, TimeSpan step)
{
    private readonly List<Point> _points = [];
    private readonly int[] _latencies = new int[LatencyScale.Last + 1];
    private readonly long _from = from.ToUnixTimeMilliseconds();
    private readonly long _step = (long)step.TotalMilliseconds;
    private long _at = -1;
    private int _checks;
    private int _failures;
    private int _answers;
    private double _sum;
    private int _lowest;
    private int _highest;
    private Status _worst;

    /// <summary>The step's length: whole seconds, so many that no more than <paramref name="points"/> cover the window.</summary>
    public static TimeSpan Step(DateTimeOffset from, DateTimeOffset to, int points) =>
        TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((to - from).TotalSeconds / points)));

    /// <summary>The same in whole hours.</summary>
    public static TimeSpan StepOfHours(DateTimeOffset from, DateTimeOffset to, int points) =>
        TimeSpan.FromHours(Math.Max(1, Math.Ceiling((to - from).TotalHours / points)));

    /// <summary>Takes the next results; they come in the order of their times.</summary>
    public void Add(ReadOnlySpan<Reading> readings)
    {
        foreach (ref readonly var reading in readings)
            Add(reading);
    }

    /// <summary>Takes the next hour; the steps are of whole hours then, and begin with one.</summary>
    public void Add(Hour hour)
    {
        MoveTo(hour.At * Hour.Length);
        _worst = _checks == 0 ? hour.Worst : Hour.Worse(_worst, hour.Worst);
        (_checks, _failures) = (_checks + hour.Checks, _failures + hour.Failures);
        foreach (var (step, count) in hour.Latencies)
            Add(step, count);
    }

    /// <summary>The steps that have results.</summary>
    public IReadOnlyList<Point> Done()
    {
        Close();
        return _points;
    }

    private void Add(in Reading reading)
    {
        MoveTo(reading.At);
        _worst = _checks++ == 0 ? reading.Status : Hour.Worse(_worst, reading.Status);
        if (reading.Failure is not null)
            _failures++;
        if (reading.Latency != LatencyScale.None)
            Add(reading.Latency, 1);
    }

    private void MoveTo(long milliseconds)
    {
        var at = (milliseconds - _from) / _step;
        if (at == _at)
            return;
        Close();
        _at = at;
    }

    private void Add(int latency, int count)
    {
        _lowest = _answers == 0 ? latency : Math.Min(_lowest, latency);
        _highest = _answers == 0 ? latency : Math.Max(_highest, latency);
        _answers += count;
        _sum += count * LatencyScale.Milliseconds(latency)!.Value;
        _latencies[latency] += count;
    }

    private void Close()
    {
        if (_checks == 0)
            return;
        _points.Add(new(from + _at * step, Latencies(), _checks, _failures, _worst));
        if (_answers > 0)
            Array.Clear(_latencies, _lowest, _highest - _lowest + 1);
        (_checks, _failures, _answers, _sum) = (0, 0, 0, 0);
    }

    private Latencies? Latencies() => _answers == 0
        ? null
        : new(Milliseconds(_lowest), _sum / _answers, Milliseconds(_highest), Percentile(0.50), Percentile(0.95));

    // Nearest rank: the smallest value that at least this share of the values does not exceed.
    private double Percentile(double share)
    {
        var left = (int)Math.Ceiling(share * _answers);
        for (var latency = _lowest; ; latency++)
        {
            left -= _latencies[latency];
            if (left <= 0)
                return Milliseconds(latency);
        }
    }

    private static double Milliseconds(int latency) => LatencyScale.Milliseconds(latency)!.Value;
}
