using System.Buffers;
using System.Buffers.Binary;
using Hale.Server.Packing;

namespace Hale.Server.Series.Coding;

/// <summary>
/// Many samples of one series in a byte or two each, exactly. The layout, in order:
/// <list type="bullet">
/// <item>the version, 2; how many samples; the series' number of the first one; its time, folded; the <see cref="Schedule"/>;</item>
/// <item>a byte: how the values are coded in its lowest two bits, and 128 where every time is just a step after the one before;</item>
/// <item>where that is not so, as bits: every time but the first, as its distance from the schedule, to a whole byte; its length stands before it;</item>
/// <item>the values: one that all have, in 8 bytes, or as <see cref="Decimals"/> or as <see cref="Floats"/> code them, whichever took fewer bytes.</item>
/// </list>
/// All numbers are <see cref="Varint"/>s where nothing else is said. In version 1, which is still read, all times are held against the average.
/// </summary>
internal static class Chunk
{
    /// <summary>The samples of a full one.</summary>
    public const int Full = 512;

    /// <summary>The most samples of one that is read.</summary>
    public const int Most = 65_536;

    private const byte Steady = 1;
    private const byte Version = 2;
    private const int Same = 0, InDecimals = 1, InFloats = 2, Regular = 128;

    // A number in Rice's code takes 18 + 7 + 64 bits at most.
    private const int LongestCode = 12;

    /// <summary>Packs samples, at most <see cref="Most"/> and at least one; to be read in a window they are in the order of their times.</summary>
    /// <param name="first">The series' number of the first one, counted from its beginning.</param>
    public static byte[] Write(ReadOnlySpan<Measure> samples, long first)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(64 + samples.Length * 2 * LongestCode);
        var rented = ArrayPool<long>.Shared.Rent(samples.Length);
        var times = rented.AsSpan(0, samples.Length);
        for (var i = 0; i < samples.Length; i++)
            times[i] = samples[i].At;
        try
        {
            var place = 0;
            bytes[place++] = Version;
            Varint.Write(bytes, ref place, (ulong)samples.Length);
            Varint.Write(bytes, ref place, (ulong)first);
            Varint.Write(bytes, ref place, Varint.Fold(samples[0].At));
            var schedule = Schedule.Of(times);
            schedule.Write(bytes, ref place);
            ref var kind = ref bytes[place++];
            kind = (byte)(schedule.IsKept(times) ? Regular : 0);
            if (kind == 0)
                WriteTimes(schedule, times, bytes, ref place);
            kind |= (byte)WriteValues(samples, bytes, ref place);
            return bytes[..place];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<long>.Shared.Return(rented);
        }
    }

    /// <summary>Unpacks samples.</summary>
    /// <exception cref="InvalidDataException">These bytes are no chunk, or a damaged one.</exception>
    public static (long First, Measure[] Samples) Read(ReadOnlySpan<byte> bytes)
    {
        var (count, first, at) = Begin(bytes, out var place);
        var schedule = Schedule.Read(bytes, ref place, bytes[0] == Steady);
        if (place == bytes.Length)
            throw new InvalidDataException("a chunk is cut short");
        var kind = (int)bytes[place++];
        var samples = new Measure[count];
        var rented = ArrayPool<long>.Shared.Rent(count);
        try
        {
            var times = rented.AsSpan(0, count);
            if ((kind & Regular) != 0)
                schedule.Keep(times, at);
            else
                ReadTimes(schedule, times, at, bytes, ref place);
            for (var i = 0; i < count; i++)
                samples[i] = new(times[i], 0);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(rented);
        }

        ReadValues(kind & ~Regular, samples, bytes[place..]);
        return (first, samples);
    }

    /// <summary>The beginning alone: the series' number of the first sample, and its time, milliseconds since 1970; no other one is earlier.</summary>
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
        var count = Varint.Read(bytes, ref place, Most);
        if (count == 0)
            throw new InvalidDataException("found 0 samples; allowed: at least 1");
        return (count, (long)Varint.Read(bytes, ref place), Varint.Unfold(Varint.Read(bytes, ref place)));
    }

    private static void WriteTimes(Schedule schedule, ReadOnlySpan<long> times, Span<byte> to, ref int place)
    {
        var coded = ArrayPool<byte>.Shared.Rent(times.Length * LongestCode + 8);
        var bits = new BitWriter(coded);
        schedule.WriteTimes(times, ref bits);
        var length = bits.Finish();
        Varint.Write(to, ref place, (ulong)length);
        coded.AsSpan(0, length).CopyTo(to[place..]);
        place += length;
        ArrayPool<byte>.Shared.Return(coded);
    }

    private static void ReadTimes(Schedule schedule, Span<long> times, long first, ReadOnlySpan<byte> from, ref int place)
    {
        var length = Varint.Read(from, ref place, from.Length);
        if (length > from.Length - place)
            throw new InvalidDataException("the times are cut short");
        var bits = new BitReader(from.Slice(place, length));
        schedule.ReadTimes(times, first, ref bits);
        if (bits.Overrun)
            throw new InvalidDataException("the times are cut short");
        place += length;
    }

    private static int WriteValues(ReadOnlySpan<Measure> samples, Span<byte> to, ref int place)
    {
        var bits = BitConverter.DoubleToInt64Bits(samples[0].Value);
        var same = 1;
        while (same < samples.Length && BitConverter.DoubleToInt64Bits(samples[same].Value) == bits)
            same++;
        if (same == samples.Length)
        {
            BinaryPrimitives.WriteInt64LittleEndian(to[place..], bits);
            place += sizeof(long);
            return Same;
        }

        // Both are tried: there is no telling beforehand.
        var other = ArrayPool<byte>.Shared.Rent(Decimals.Longest(samples.Length));
        var floats = Floats.Write(samples, to[place..]);
        var decimals = Decimals.Write(samples, other);
        var taken = decimals > 0 && decimals < floats;
        if (taken)
            other.AsSpan(0, decimals).CopyTo(to[place..]);
        place += taken ? decimals : floats;
        ArrayPool<byte>.Shared.Return(other);
        return taken ? InDecimals : InFloats;
    }

    private static void ReadValues(int kind, Span<Measure> samples, ReadOnlySpan<byte> from)
    {
        switch (kind)
        {
            case Same when from.Length >= sizeof(long):
                var value = BinaryPrimitives.ReadDoubleLittleEndian(from);
                foreach (ref var sample in samples)
                    sample = sample with { Value = value };
                break;
            case InDecimals:
                Decimals.Read(from, samples);
                break;
            case InFloats:
                Floats.Read(from, samples);
                break;
            default:
                throw new InvalidDataException($"found values of kind {kind} in {from.Length} bytes; allowed: 0 in 8 bytes, 1, 2");
        }
    }
}
