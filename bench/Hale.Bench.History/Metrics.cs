using Hale.Server.Series;

namespace Hale.Bench.History;

/// <summary>What metrics of some kind are: sampled up to some milliseconds late, |N(0, 2 ms)|, as a scraper does.</summary>
internal sealed class Metrics(string kind, int seed)
{
    /// <summary>The kinds, and how many bytes a sample may take; null where nothing is asked, as of noise.</summary>
    public static readonly IReadOnlyList<(string Name, double? Most)> Kinds =
    [
        ("percent, one place", 2.5), ("percent, two places", 2.5), ("memory in bytes", 2.5), ("temperature", 2.5), ("a counter of requests", 2.5),
        ("a counter of seconds, two places", 2.5), ("connections", 2.5), ("a constant", 2.5), ("random doubles", null),
    ];

    private readonly Random _random = new(seed);
    private double _value = 50;

    /// <summary>The sample that was due at a moment.</summary>
    public Measure Next(long due)
    {
        var value = kind switch
        {
            "percent, one place" => Math.Round(Wander(2, 0, 100), 1),
            "percent, two places" => Math.Round(Wander(2, 0, 100), 2),
            "memory in bytes" => 4_096 * Math.Round(10_000 * Wander(0.1, 1, 1_000)),
            "temperature" => Math.Round(Wander(0.2, 20, 90), 1),
            "a counter of requests" => _value += Math.Max(0, Math.Round(300 + 20 * Normal())),
            "a counter of seconds, two places" => Math.Round(_value += Math.Abs(3 + 0.5 * Normal()), 2),
            "connections" => Math.Round(Wander(1, 0, 500)),
            "a constant" => seed,
            _ => _random.NextDouble(),
        };
        return new(due + (long)Math.Abs(2 * Normal()), value);
    }

    private double Wander(double step, double least, double most) => _value = Math.Clamp(_value + step * Normal() + 0.02 * (50 - _value), least, most);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
