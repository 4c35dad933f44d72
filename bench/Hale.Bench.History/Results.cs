using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Bench.History;

/// <summary>
/// What an ordinary service's checks find: started |N(0, 2 ms)| after the schedule, log-normal latencies that remember the last one, 40 % slower by day than
/// on average, one in 500 ten times slower, an outage of ten minutes once in ten days.
/// </summary>
internal sealed class Results(int seed)
{
    private const double Memory = 0.7;

    private static readonly double[] Spreads = [0.15, 0.2, 0.3, 0.4, 0.5];
    private static readonly Verdict Up = new(Status.Up, DateTimeOffset.UnixEpoch, Why.FirstSuccess);
    private static readonly Verdict Down = new(Status.Down, DateTimeOffset.UnixEpoch, Why.Failures, Refusal);

    private const string Refusal = "nothing listens on 10.0.0.7:8080 (connection refused)";

    private readonly Random _random = new(seed);
    private readonly double _spread = Spreads[seed % Spreads.Length];
    private readonly int _phase = seed % 30_000;
    private double _noise;

    /// <summary>The result that was due at some second, and the verdict after it.</summary>
    public (Observation Seen, Verdict After) Next(DateTimeOffset due)
    {
        var at = due.AddMilliseconds(Math.Floor(Math.Abs(2 * Normal())));
        _noise = Memory * _noise + _spread * Math.Sqrt(1 - Memory * Memory) * Normal();
        if ((due.ToUnixTimeSeconds() / 600 + _phase) % 1_440 == 0)
            return (new() { At = at, Took = TimeSpan.FromMilliseconds(1), Failure = new(FailureKind.Refused, Refusal) }, Down);
        var day = 1 + 0.4 * Math.Sin(due.TimeOfDay / TimeSpan.FromDays(1) * 2 * Math.PI);
        var latency = 20 * Math.Exp(_noise) * day * (_random.Next(500) == 0 ? 10 : 1);
        return (new() { At = at, Took = TimeSpan.FromMilliseconds(latency), Answered = true }, Up);
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
