using System.Buffers;
using System.Buffers.Binary;
using Hale.Server.Packing;

namespace Hale.Server.Series.Coding;

/// <summary>
/// Many samples of one series in a byte or two each, exactly. The layout, in order:
/// <list type="bullet">
/// <item>the version, 1; how many samples; the series' number of the first one; its time, folded; the step of the times in milliseconds, folded;</item>
/// <item>a byte: how the values are coded in its lowest two bits, and 128 where every time is just a step after the one before;</item>
/// <item>where that is not so, as bits: every time but the first, as its distance from the step after the one before, in adaptive Rice codes, to a whole byte;
/// its length stands before it;</item>
/// <item>the values: one that all have, in 8 bytes, or as <see cref="Decimals"/> or as <see cref="Floats"/> code them, whichever took fewer bytes.</item>
/// </list>
/// All numbers are <see cref="Varint"/>s where nothing else is said.
/// </summary>
internal static class Chunk
{
    /// <summary>The samples of a full one.</summary>
    public const int Full = 512;

    /// <summary>The most samples of one that is read.</summary>
    public const int Most = 65_536;

    private const byte Version = 1;
    private const int Same = 0, InDecimals = 1, InFloats = 2, Regular = 128;

    // A number in Rice's code takes 18 + 7 + 64 bits at most.
    private const int LongestCode = 12;

    /// <summary>Packs samples, at most <see cref="Most"/> and at least one; to be read in a window they are in the order of their times.</summary>
    /// <param name="first">The series' number of the first one, counted from its beginning.</param>
    public static byte[] Write(ReadOnlySpan<Measure> samples, long first)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(64 + samples.Length * 2 * LongestCode);
        try
        {
            var place = 0;
            bytes[place++] = Version;
            Varint.Write(bytes, ref place, (ulong)samples.Length);
            Varint.Write(bytes, ref place, (ulong)first);
            Varint.Write(bytes, ref place, Varint.Fold(samples[0].At));
            var step = Step(samples);
            Varint.Write(bytes, ref place, Varint.Fold(step));
            ref var kind = ref bytes[place++];
            kind = (byte)(IsRegular(samples, step) ? Regular : 0);
            if (kind == 0)
                WriteTimes(samples, step, bytes, ref place);
            kind |= (byte)WriteValues(samples, bytes, ref place);
            return bytes[..place];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Unpacks samples.</summary>
    /// <exception cref="InvalidDataException">These bytes are no chunk, or a damaged one.</exception>
    public static (long First, Measure[] Samples) Read(ReadOnlySpan<byte> bytes)
    {
        var (count, first, at) = Begin(bytes, out var place);
        var step = Varint.Unfold(Varint.Read(bytes, ref place));
        if (place == bytes.Length)
            throw new InvalidDataException("a chunk is cut short");
        var kind = (int)bytes[place++];
        var samples = new Measure[count];
        if ((kind & Regular) != 0)
        {
            for (var i = 0; i < count; i++)
                samples[i] = new(unchecked(at + i * step), 0);
        }
        else
        {
            ReadTimes(samples, at, step, bytes, ref place);
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
        if (bytes.IsEmpty || bytes[place++] != Version)
            throw new InvalidDataException($"a chunk of version {(bytes.IsEmpty ? 0 : bytes[0])}; allowed: {Version}");
        var count = Varint.Read(bytes, ref place, Most);
        if (count == 0)
            throw new InvalidDataException("found 0 samples; allowed: at least 1");
        return (count, (long)Varint.Read(bytes, ref place), Varint.Unfold(Varint.Read(bytes, ref place)));
    }

    private static bool IsRegular(ReadOnlySpan<Measure> samples, long step)
    {
        for (var i = 1; i < samples.Length; i++)
        {
            if (unchecked(samples[i].At - samples[i - 1].At) != step)
                return false;
        }

        return true;
    }

    private static void WriteTimes(ReadOnlySpan<Measure> samples, long step, Span<byte> to, ref int place)
    {
        var coded = ArrayPool<byte>.Shared.Rent(samples.Length * LongestCode + 8);
        var bits = new BitWriter(coded);
        var grid = new Grid(samples[0].At, step);
        var code = Rice.Expecting(4);
        foreach (ref readonly var sample in samples[1..])
            code.Write(ref bits, grid.Miss(sample.At));
        var length = bits.Finish();
        Varint.Write(to, ref place, (ulong)length);
        coded.AsSpan(0, length).CopyTo(to[place..]);
        place += length;
        ArrayPool<byte>.Shared.Return(coded);
    }

    private static void ReadTimes(Span<Measure> samples, long first, long step, ReadOnlySpan<byte> from, ref int place)
    {
        var length = Varint.Read(from, ref place, from.Length);
        if (length > from.Length - place)
            throw new InvalidDataException("the times are cut short");
        var bits = new BitReader(from.Slice(place, length));
        var grid = new Grid(first, step);
        var code = Rice.Expecting(4);
        for (var i = 0; i < samples.Length; i++)
            samples[i] = new(i == 0 ? first : grid.At(code.Read(ref bits)), 0);
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

    // The middle one of some distances: a schedule's, whatever was missed or came early.
    private static long Step(ReadOnlySpan<Measure> samples)
    {
        Span<long> distances = stackalloc long[Math.Min(31, samples.Length - 1)];
        for (var i = 0; i < distances.Length; i++)
        {
            var at = (int)((long)i * (samples.Length - 1) / distances.Length);
            distances[i] = unchecked(samples[at + 1].At - samples[at].At);
        }

        distances.Sort();
        return distances.IsEmpty ? 0 : distances[distances.Length / 2];
    }
}
