using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History.Coding;

namespace Hale.Server.Tests.History.Coding;

/// <summary>Results to pack: of any kind, and as an ordinary service gives them.</summary>
internal static class Sequences
{
    /// <summary>Up to a few hundred results with anything in them: clocks set back and forth, messages, all failures, latencies from one end of the scale to the other.</summary>
    public static Reading[] Any(Random random)
    {
        var readings = new Reading[1 + random.Next(1 << random.Next(10))];
        var (step, wild, kinds) = (random.Next(1, 100_000), random.Next(4) == 0, random.Next(1, 5));
        long at = random.Next(2) == 0 ? 1_762_336_800_000 : random.NextInt64(long.MinValue / 4, long.MaxValue / 4);
        for (var i = 0; i < readings.Length; i++)
        {
            at += wild ? random.NextInt64(-1L << random.Next(50), 1L << random.Next(50)) : step + random.Next(-5, 6);
            FailureKind? failure = random.Next(kinds) == 1 ? (FailureKind)random.Next(16) : null;
            readings[i] = new(
                at, random.Next(4) == 0 ? LatencyScale.None : wild ? random.Next(LatencyScale.Last + 1) : 700 + random.Next(40), (Status)random.Next(4), failure,
                failure is null ? null : random.Next(3) switch { 0 => null, 1 => "connection refused", _ => $"Ünïcode ✓ {random.Next(20)}" });
        }

        return readings;
    }

    /// <summary>
    /// Checks every 30 s, started up to a few milliseconds late, that answer within some 20 ms, by day slower than by night, and once in a while far later.
    /// The shape is that of <c>docs/performance.md</c>.
    /// </summary>
    public static Reading[] Ordinary(Random random, int count, double spread = 0.2)
    {
        var readings = new Reading[count];
        var noise = 0.0;
        for (var i = 0; i < count; i++)
        {
            noise = 0.7 * noise + spread * Math.Sqrt(1 - 0.49) * Normal(random);
            var latency = 20 * Math.Exp(noise) * (1 + 0.4 * Math.Sin(i * 2 * Math.PI / 2_880)) * (random.Next(500) == 0 ? 10 : 1);
            readings[i] = new(1_762_336_800_000 + 30_000L * i + (long)Math.Abs(2 * Normal(random)), LatencyScale.Of(latency), Status.Up, null, null);
        }

        return readings;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
