using System.Buffers;
using Hale.Monitoring.Health;

namespace Hale.Server.History.Coding;

/// <summary>
/// A day's <see cref="Hour"/>s of one series in some twenty bytes each. The layout, in order:
/// <list type="bullet">
/// <item>the version, 1; the first hour; how many hours;</item>
/// <item>as bits, in adaptive Rice codes, of every hour: how many hours after the one before, how many checks more than it, failures, the worst status, how many
/// steps of latency were seen; then of every step its distance from the one before, or for the first one from the first of the hour before, and how often it was
/// seen.</item>
/// </list>
/// </summary>
internal static class Rollup
{
    /// <summary>The most hours of one.</summary>
    public const int Most = 25;

    private const byte Version = 1;

    // A number in Rice's code takes 19 + 7 + 64 bits at most.
    private const int LongestCode = 12;

    /// <summary>Packs hours.</summary>
    /// <param name="hours">In their order, at least one and at most <see cref="Most"/>.</param>
    public static byte[] Write(IReadOnlyList<Hour> hours)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(1 + 2 * Varint.Longest + LongestCode * hours.Sum(hour => 5 + 2 * hour.Latencies.Count) + 8);
        try
        {
            var place = 0;
            bytes[place++] = Version;
            Varint.Write(bytes, ref place, (ulong)hours[0].At);
            Varint.Write(bytes, ref place, (ulong)hours.Count);
            var bits = new BitWriter(bytes.AsSpan(place));
            var codes = Codes.Begin();
            var (at, checks, from) = (hours[0].At, 0, 0);
            foreach (var hour in hours)
            {
                codes.Gaps.WriteWhole(ref bits, (ulong)(hour.At - at));
                codes.Checks.Write(ref bits, hour.Checks - checks);
                codes.Failures.WriteWhole(ref bits, (ulong)hour.Failures);
                bits.Write((ulong)hour.Worst, 2);
                codes.Sizes.WriteWhole(ref bits, (ulong)hour.Latencies.Count);
                var step = from;
                for (var i = 0; i < hour.Latencies.Count; i++)
                {
                    var (next, count) = hour.Latencies[i];
                    if (i == 0)
                        codes.Firsts.Write(ref bits, next - step);
                    else
                        codes.Steps.WriteWhole(ref bits, (ulong)(next - step - 1));
                    codes.Counts.WriteWhole(ref bits, (ulong)(count - 1));
                    step = next;
                }

                (at, checks, from) = (hour.At, hour.Checks, hour.Latencies.Count > 0 ? hour.Latencies[0].Step : from);
            }

            return bytes[..(place + bits.Finish())];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Unpacks hours.</summary>
    /// <exception cref="InvalidDataException">These bytes are no rollup, or a damaged one.</exception>
    public static Hour[] Read(ReadOnlySpan<byte> bytes)
    {
        var place = 0;
        if (bytes.IsEmpty || bytes[place++] != Version)
            throw new InvalidDataException($"a rollup of version {(bytes.IsEmpty ? 0 : bytes[0])}; allowed: {Version}");
        var at = (long)Varint.Read(bytes, ref place);
        var hours = new Hour[Varint.Read(bytes, ref place, Most)];
        var bits = new BitReader(bytes[place..]);
        var codes = Codes.Begin();
        var (all, from) = (0L, 0);
        for (var i = 0; i < hours.Length; i++)
        {
            at += (long)codes.Gaps.ReadWhole(ref bits);
            all += codes.Checks.Read(ref bits);
            var checks = Within(all, int.MaxValue);
            var failures = Within((long)codes.Failures.ReadWhole(ref bits), checks);
            var worst = (Status)bits.Read(2);
            var latencies = new (int, int)[Within((long)codes.Sizes.ReadWhole(ref bits), LatencyScale.Last + 1)];
            var step = from;
            for (var j = 0; j < latencies.Length; j++)
            {
                step = Within(step + (j == 0 ? codes.Firsts.Read(ref bits) : (long)codes.Steps.ReadWhole(ref bits) + 1), LatencyScale.Last);
                latencies[j] = (step, Within((long)codes.Counts.ReadWhole(ref bits) + 1, int.MaxValue));
                from = j == 0 ? step : from;
            }

            hours[i] = new(at, checks, failures, worst, latencies);
        }

        return bits.Overrun ? throw new InvalidDataException("a rollup is cut short") : hours;
    }

    private static int Within(long value, long most) => value >= 0 && value <= most ? (int)value : throw new InvalidDataException($"found {value}; allowed: 0 to {most}");

    /// <summary>What writer and reader expect of each kind of number.</summary>
    private struct Codes
    {
        public Rice Gaps;
        public Rice Checks;
        public Rice Failures;
        public Rice Sizes;
        public Rice Firsts;
        public Rice Steps;
        public Rice Counts;

        public static Codes Begin() => new()
        {
            Gaps = Rice.Expecting(1),
            Checks = Rice.Expecting(16),
            Failures = Rice.Expecting(0),
            Sizes = Rice.Expecting(32),
            Firsts = Rice.Expecting(512),
            Steps = Rice.Expecting(1),
            Counts = Rice.Expecting(2),
        };
    }
}
