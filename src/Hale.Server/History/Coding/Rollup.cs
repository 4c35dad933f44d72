using System.Buffers;
using Hale.Monitoring.Health;
using Hale.Server.Packing;

namespace Hale.Server.History.Coding;

/// <summary>
/// A <see cref="DaySum"/> in some two hundred bytes. The layout, in order:
/// <list type="bullet">
/// <item>the version, 2; the first hour; how many hours;</item>
/// <item>as bits, in adaptive Rice codes where nothing else is said, of every hour: how many hours after the one before, how many checks more than it, failures, the
/// worst status in 2 bits, whether an answer came in 1; then the latencies: how far the median is from the one before, the mean, the lowest, the 95th percentile from
/// it, and the highest from that;</item>
/// <item>how many steps of latency were seen on the day, and of every one its distance from the one before, and how much more often it was seen than the two before
/// were on average; in version 1, which is still read, how often it was seen.</item>
/// </list>
/// </summary>
internal static class Rollup
{
    /// <summary>The most hours of one.</summary>
    public const int Most = 24;

    private const byte Whole = 1;
    private const byte Version = 2;

    // A number in Rice's code takes 19 + 7 + 64 bits at most.
    private const int LongestCode = 12;

    /// <summary>Packs a day.</summary>
    public static byte[] Write(DaySum day)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(1 + 2 * Varint.Longest + LongestCode * (9 * day.Hours.Count + 2 * day.Latencies.Count + 1) + 8);
        try
        {
            var place = 0;
            bytes[place++] = Version;
            Varint.Write(bytes, ref place, (ulong)day.Hours[0].At);
            Varint.Write(bytes, ref place, (ulong)day.Hours.Count);
            var bits = new BitWriter(bytes.AsSpan(place));
            WriteHours(day.Hours, ref bits);
            WriteLatencies(day.Latencies, ref bits);
            return bytes[..(place + bits.Finish())];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Unpacks a day.</summary>
    /// <exception cref="InvalidDataException">These bytes are no rollup, or a damaged one.</exception>
    public static DaySum Read(ReadOnlySpan<byte> bytes)
    {
        var place = 0;
        if (bytes.IsEmpty || bytes[place++] is not (Whole or Version))
            throw new InvalidDataException($"a rollup of version {(bytes.IsEmpty ? 0 : bytes[0])}; allowed: {Whole}, {Version}");
        var at = (long)Varint.Read(bytes, ref place);
        var count = Varint.Read(bytes, ref place, Most);
        if (count == 0)
            throw new InvalidDataException("found 0 hours; allowed: at least 1");
        var bits = new BitReader(bytes[place..]);
        var day = new DaySum(ReadHours(at, count, ref bits), ReadLatencies(ref bits, bytes[0] == Whole));
        return bits.Overrun ? throw new InvalidDataException("a rollup is cut short") : day;
    }

    private static void WriteHours(IReadOnlyList<HourSum> hours, ref BitWriter bits)
    {
        var codes = HourCodes.Begin();
        var (at, checks, median) = (hours[0].At, 0, 0);
        foreach (var hour in hours)
        {
            codes.Gaps.WriteWhole(ref bits, (ulong)(hour.At - at));
            codes.Checks.Write(ref bits, hour.Checks - checks);
            codes.Failures.WriteWhole(ref bits, (ulong)hour.Failures);
            bits.Write((ulong)hour.Worst, 2);
            bits.Write(hour.Latency is null ? 0UL : 1, 1);
            (at, checks) = (hour.At, hour.Checks);
            if (hour.Latency is not { } latency)
                continue;
            codes.Medians.Write(ref bits, latency.P50 - median);
            codes.Means.Write(ref bits, latency.Avg - latency.P50);
            codes.Lowest.WriteWhole(ref bits, (ulong)(latency.P50 - latency.Min));
            codes.High.WriteWhole(ref bits, (ulong)(latency.P95 - latency.P50));
            codes.Highest.WriteWhole(ref bits, (ulong)(latency.Max - latency.P95));
            median = latency.P50;
        }
    }

    private static HourSum[] ReadHours(long at, int count, ref BitReader bits)
    {
        var hours = new HourSum[count];
        var codes = HourCodes.Begin();
        var (checks, median) = (0L, 0);
        for (var i = 0; i < count; i++)
        {
            at += (long)codes.Gaps.ReadWhole(ref bits);
            checks = Within(checks + codes.Checks.Read(ref bits), int.MaxValue);
            var failures = Within((long)codes.Failures.ReadWhole(ref bits), checks);
            var worst = (Status)bits.Read(2);
            LatencySum? latency = null;
            if (bits.Read(1) == 1)
            {
                median = Step(median + codes.Medians.Read(ref bits));
                var mean = Step(median + codes.Means.Read(ref bits));
                var lowest = Step(median - (long)codes.Lowest.ReadWhole(ref bits));
                var high = Step(median + (long)codes.High.ReadWhole(ref bits));
                latency = new(lowest, mean, Step(high + (long)codes.Highest.ReadWhole(ref bits)), median, high);
            }

            hours[i] = new(at, (int)checks, failures, worst, latency);
        }

        return hours;
    }

    private static void WriteLatencies(IReadOnlyList<(int Step, int Count)> latencies, ref BitWriter bits)
    {
        var (size, first, steps, counts) = (Rice.Expecting(128), Rice.Expecting(512), Rice.Expecting(1), Rice.Expecting(8));
        size.WriteWhole(ref bits, (ulong)latencies.Count);
        for (var i = 0; i < latencies.Count; i++)
        {
            if (i == 0)
                first.WriteWhole(ref bits, (ulong)latencies[0].Step);
            else
                steps.WriteWhole(ref bits, (ulong)(latencies[i].Step - latencies[i - 1].Step - 1));
            counts.Write(ref bits, latencies[i].Count - Usual(latencies, i));
        }
    }

    private static (int Step, int Count)[] ReadLatencies(ref BitReader bits, bool whole)
    {
        var (size, first, steps, counts) = (Rice.Expecting(128), Rice.Expecting(512), Rice.Expecting(1), Rice.Expecting(8));
        var latencies = new (int Step, int Count)[Within((long)size.ReadWhole(ref bits), LatencyScale.Last + 1)];
        for (var i = 0; i < latencies.Length; i++)
        {
            var step = Step(i == 0 ? (long)first.ReadWhole(ref bits) : latencies[i - 1].Step + (long)steps.ReadWhole(ref bits) + 1);
            var count = whole ? (long)counts.ReadWhole(ref bits) + 1 : counts.Read(ref bits) + Usual(latencies, i);
            latencies[i] = (step, Within(count, int.MaxValue));
        }

        return latencies;
    }

    private static long Usual(IReadOnlyList<(int Step, int Count)> latencies, int i) =>
        i == 0 ? 1 : ((long)latencies[i - 1].Count + latencies[Math.Max(0, i - 2)].Count) / 2;

    private static int Step(long value) => Within(value, LatencyScale.Last);

    private static int Within(long value, long most) => value >= 0 && value <= most ? (int)value : throw new InvalidDataException($"found {value}; allowed: 0 to {most}");

    /// <summary>What writer and reader expect of each kind of number.</summary>
    private struct HourCodes
    {
        public Rice Gaps;
        public Rice Checks;
        public Rice Failures;
        public Rice Medians;
        public Rice Means;
        public Rice Lowest;
        public Rice High;
        public Rice Highest;

        public static HourCodes Begin() => new()
        {
            Gaps = Rice.Expecting(1),
            Checks = Rice.Expecting(16),
            Failures = Rice.Expecting(0),
            Medians = Rice.Expecting(64),
            Means = Rice.Expecting(2),
            Lowest = Rice.Expecting(32),
            High = Rice.Expecting(32),
            Highest = Rice.Expecting(16),
        };
    }
}
