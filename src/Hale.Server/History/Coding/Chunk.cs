using System.Buffers;
using Hale.Server.Packing;

namespace Hale.Server.History.Coding;

/// <summary>
/// Many results of one series in little more than a byte each. Times are held against the schedule they follow, latencies against the ones before, in
/// adaptive Rice codes; status, failure and message in runs. The layout, in order:
/// <list type="bullet">
/// <item>the version, 2; how many results; the series' number of the first one; its time, folded; the texts;</item>
/// <item>how many runs; each run's <see cref="Mark"/> and length;</item>
/// <item>the <see cref="Schedule"/>; which guess at latencies was the best;</item>
/// <item>as bits: every time but the first, as its distance from the schedule; every latency, as its distance from the guess.</item>
/// </list>
/// All numbers are <see cref="Varint"/>s. In version 1, which is still read, all times are held against the average.
/// </summary>
internal static class Chunk
{
    /// <summary>The results of a full one.</summary>
    public const int Full = 512;

    /// <summary>The most results of one that is read.</summary>
    public const int Most = 65_536;

    private const byte Steady = 1;
    private const byte Version = 2;

    /// <summary>Packs results, at most <see cref="Most"/> and at least one; to be read in a window they are in the order of their times.</summary>
    /// <param name="first">The series' number of the first one, counted from its beginning.</param>
    public static byte[] Write(ReadOnlySpan<Reading> readings, long first)
    {
        var texts = new Texts();
        var marks = ArrayPool<Mark>.Shared.Rent(readings.Length);
        var rented = ArrayPool<long>.Shared.Rent(readings.Length);
        var times = rented.AsSpan(0, readings.Length);
        for (var i = 0; i < readings.Length; i++)
            (times[i], marks[i]) = (readings[i].At, new(readings[i].Status, readings[i].Failure, readings[i].Latency != LatencyScale.None, texts.Place(readings[i].Message)));

        // A number in Rice's code takes 19 + 7 + 64 bits at most.
        var bytes = ArrayPool<byte>.Shared.Rent(64 + texts.Longest + readings.Length * (Mark.Longest + Varint.Longest + 24));
        try
        {
            var place = 0;
            bytes[place++] = Version;
            Varint.Write(bytes, ref place, (ulong)readings.Length);
            Varint.Write(bytes, ref place, (ulong)first);
            Varint.Write(bytes, ref place, Varint.Fold(readings[0].At));
            texts.Write(bytes, ref place);
            WriteRuns(marks.AsSpan(0, readings.Length), bytes, ref place);
            var schedule = Schedule.Of(times);
            schedule.Write(bytes, ref place);
            var guess = LatencyGuess.Best(readings);
            bytes[place++] = (byte)guess;
            var bits = new BitWriter(bytes.AsSpan(place));
            schedule.WriteTimes(times, ref bits);
            WriteLatencies(readings, guess, ref bits);
            return bytes[..(place + bits.Finish())];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<Mark>.Shared.Return(marks);
            ArrayPool<long>.Shared.Return(rented);
        }
    }

    /// <summary>Unpacks results.</summary>
    /// <exception cref="InvalidDataException">These bytes are no chunk, or a damaged one.</exception>
    public static (long First, Reading[] Readings) Read(ReadOnlySpan<byte> bytes)
    {
        var (count, first, at) = Begin(bytes, out var place);
        var texts = Texts.Read(bytes, ref place);
        var runs = ReadRuns(bytes, ref place, texts, count);
        var schedule = Schedule.Read(bytes, ref place, bytes[0] == Steady);
        var guess = new LatencyGuess(Varint.Read(bytes, ref place, LatencyGuess.Returning));
        var bits = new BitReader(bytes[place..]);
        var times = ArrayPool<long>.Shared.Rent(count);
        try
        {
            schedule.ReadTimes(times.AsSpan(0, count), at, ref bits);
            var readings = ReadLatencies(runs, times.AsSpan(0, count), guess, ref bits);
            return bits.Overrun ? throw new InvalidDataException("a chunk is cut short") : (first, readings);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(times);
        }
    }

    /// <summary>The beginning alone: the series' number of the first result, and its time, milliseconds since 1970; no other one is earlier.</summary>
    /// <exception cref="InvalidDataException">These bytes are no chunk.</exception>
    public static (long First, long At) Peek(ReadOnlySpan<byte> bytes)
    {
        var (_, first, at) = Begin(bytes, out _);
        return (first, at);
    }

    private static (int Count, long First, long At) Begin(ReadOnlySpan<byte> bytes, out int place)
    {
        place = 0;
        if (bytes.IsEmpty || bytes[place++] is not (Steady or Version))
            throw new InvalidDataException($"a chunk of version {(bytes.IsEmpty ? 0 : bytes[0])}; allowed: {Steady}, {Version}");
        return (
            Varint.Read(bytes, ref place, Most), (long)Varint.Read(bytes, ref place), Varint.Unfold(Varint.Read(bytes, ref place)));
    }

    private static void WriteRuns(ReadOnlySpan<Mark> marks, Span<byte> to, ref int place)
    {
        var runs = 1;
        for (var i = 1; i < marks.Length; i++)
            runs += marks[i] == marks[i - 1] ? 0 : 1;
        Varint.Write(to, ref place, (ulong)runs);
        for (var start = 0; start < marks.Length;)
        {
            var end = start + 1;
            while (end < marks.Length && marks[end] == marks[start])
                end++;
            marks[start].Write(to, ref place);
            Varint.Write(to, ref place, (ulong)(end - start));
            start = end;
        }
    }

    private static List<(Reading Common, int Length)> ReadRuns(ReadOnlySpan<byte> from, ref int place, Texts texts, int count)
    {
        var runs = new List<(Reading, int)>();
        var done = 0;
        for (var left = Varint.Read(from, ref place, count); left > 0; left--)
        {
            var mark = Mark.Read(from, ref place, texts.Count);
            var length = Varint.Read(from, ref place, count - done);
            runs.Add((new(0, mark.HasLatency ? 0 : LatencyScale.None, mark.Status, mark.Failure, mark.Text < 0 ? null : texts[mark.Text]), length));
            done += length;
        }

        return done == count ? runs : throw new InvalidDataException($"found runs of {done} results; allowed: {count}");
    }

    private static void WriteLatencies(ReadOnlySpan<Reading> readings, int width, ref BitWriter bits)
    {
        var guess = new LatencyGuess(width);
        var code = Rice.Expecting(16);
        foreach (ref readonly var reading in readings)
        {
            if (reading.Latency == LatencyScale.None)
                continue;
            code.Write(ref bits, reading.Latency - guess.Next);
            guess.Saw(reading.Latency);
        }
    }

    private static Reading[] ReadLatencies(List<(Reading Common, int Length)> runs, ReadOnlySpan<long> times, LatencyGuess guess, ref BitReader bits)
    {
        var readings = new Reading[times.Length];
        var code = Rice.Expecting(16);
        var place = 0;
        foreach (var (common, length) in runs)
        {
            for (var end = place + length; place < end; place++)
            {
                if (common.Latency == LatencyScale.None)
                {
                    readings[place] = common with { At = times[place] };
                    continue;
                }

                var latency = guess.Next + code.Read(ref bits);
                if (latency is < 0 or > LatencyScale.Last)
                    throw new InvalidDataException($"found latency step {latency}; allowed: 0 to {LatencyScale.Last}");
                guess.Saw((int)latency);
                readings[place] = common with { At = times[place], Latency = (int)latency };
            }
        }

        return readings;
    }
}
