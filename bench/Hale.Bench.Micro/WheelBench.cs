using BenchmarkDotNet.Attributes;
using Hale.Monitoring.Schedule;

namespace Hale.Bench.Micro;

/// <summary>Thirty seconds of a fleet that is due every thirty seconds, in ticks of 5 ms: each entry comes up once and is armed again.</summary>
[MemoryDiagnoser]
public class WheelBench
{
    private const int Interval = 6_000;

    private readonly List<int> _due = [];
    private Wheel _wheel = new();
    private long _tick;

    [Params(1_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _wheel = new();
        _tick = 0;
        for (var entry = 0; entry < Entries; entry++)
            _wheel.Arm(entry, 1 + (entry % Interval));
    }

    [Benchmark]
    public int OneInterval()
    {
        var seen = 0;
        for (var end = _tick + Interval; _tick < end;)
        {
            _due.Clear();
            _wheel.Take(++_tick, _due);
            foreach (var entry in _due)
                _wheel.Arm(entry, _tick + Interval);
            seen += _due.Count;
        }

        return seen;
    }
}
