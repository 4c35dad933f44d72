using Hale.Server.Series;

namespace Hale.Server.Tests.Series.Coding;

/// <summary>Samples to pack: of any kind, and as ordinary metrics give them.</summary>
internal static class Sequences
{
    private const long Start = 1_762_336_800_000;

    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue];

    /// <summary>Up to a few hundred samples with anything in them: clocks set back and forth, every bit pattern a double can have, decimals, counters, constants.</summary>
    public static Measure[] Any(Random random)
    {
        var samples = new Measure[1 + random.Next(1 << random.Next(10))];
        var (step, wild, kind) = (random.Next(1, 100_000), random.Next(4) == 0, random.Next(8));
        var at = random.Next(2) == 0 ? Start : random.NextInt64(long.MinValue / 4, long.MaxValue / 4);
        var (value, places) = (random.NextDouble() * 1_000, random.Next(14));
        for (var i = 0; i < samples.Length; i++)
        {
            at += wild ? random.NextInt64(-1L << random.Next(50), 1L << random.Next(50)) : step + (random.Next(3) == 0 ? random.Next(-5, 6) : 0);
            value = kind switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => random.Next(10) is var odd && odd < Odd.Length ? Odd[odd] : value,
                2 => Math.Round(random.NextDouble() * Math.Pow(10, random.Next(16)), Math.Min(15, places)),
                3 => value + random.Next(1 << random.Next(30)),
                4 => random.NextInt64(-(1L << random.Next(62)), 1L << random.Next(62)),
                5 => random.Next(20) == 0 ? random.Next(3) : value,
                6 => (float)random.NextDouble(),
                _ => 4096.0 * random.Next(100_000),
            };
            samples[i] = new(at, value);
        }

        return samples;
    }

    /// <summary>A gauge such as processor time: in percent with one place, that remembers the last one.</summary>
    public static Measure[] Percent(Random random, int count)
    {
        var value = 40.0;
        return Each(count, random, _ => Math.Round(value = Math.Clamp(value + 2 * Normal(random) + 0.05 * (40 - value), 0, 100), 1));
    }

    /// <summary>A counter of requests, some hundred between two samples.</summary>
    public static Measure[] Counter(Random random, int count)
    {
        var value = 1_000_000.0;
        return Each(count, random, _ => value += Math.Max(0, Math.Round(300 + 20 * Normal(random))));
    }

    /// <summary>Memory in bytes, in pages.</summary>
    public static Measure[] Memory(Random random, int count)
    {
        var pages = 100_000.0;
        return Each(count, random, _ => 4096 * (pages = Math.Max(1, Math.Round(pages + 30 * Normal(random)))));
    }

    /// <summary>One sample in 15 s, up to a few milliseconds late.</summary>
    public static Measure[] Each(int count, Random random, Func<int, double> value) =>
        [.. Enumerable.Range(0, count).Select(i => new Measure(Start + 15_000L * i + (long)Math.Abs(2 * Normal(random)), value(i)))];

    /// <summary>Times and bits, which compare as they are: doubles do not.</summary>
    public static IEnumerable<(long At, long Bits)> Bits(IEnumerable<Measure> samples) => samples.Select(sample => (sample.At, BitConverter.DoubleToInt64Bits(sample.Value)));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
