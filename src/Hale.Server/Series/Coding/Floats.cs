using System.Numerics;
using Hale.Server.Packing;

namespace Hale.Server.Series.Coding;

/// <summary>
/// Values of any kind: each as what differs from the bits of the one before (P. Liakos et al., "Chimp: Efficient Lossless Floating Point Compression for Time
/// Series Databases", VLDB 2022). The first one whole; then of each two bits: 0, the same again; 1, behind many noughts: how many bits lead, in 3, how many are in
/// the middle, in 6, and these; 2, as many lead as before, and all after them; 3, how many lead, in 3, and all after them.
/// </summary>
internal static class Floats
{
    // How many leading noughts can be told.
    private static readonly int[] Leads = [0, 8, 12, 16, 18, 20, 22, 24];

    // With fewer noughts at the end, telling how many costs more than they do.
    private const int ManyNoughts = 6;

    /// <summary>Codes values in at most 9 bytes each and 8 more; the bytes it took.</summary>
    public static int Write(ReadOnlySpan<Measure> samples, Span<byte> to)
    {
        var bits = new BitWriter(to);
        var (last, lead) = (0UL, -1);
        for (var i = 0; i < samples.Length; i++)
        {
            var value = BitConverter.DoubleToUInt64Bits(samples[i].Value);
            if (i == 0)
                Write(ref bits, value, 64);
            else
                WriteNext(ref bits, value ^ last, ref lead);
            last = value;
        }

        return bits.Finish();
    }

    /// <summary>Puts the values in.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static void Read(ReadOnlySpan<byte> from, Span<Measure> samples)
    {
        var bits = new BitReader(from);
        var (value, lead) = (0UL, 0);
        for (var i = 0; i < samples.Length; i++)
        {
            value ^= i == 0 ? Read(ref bits, 64) : ReadNext(ref bits, ref lead);
            samples[i] = samples[i] with { Value = BitConverter.UInt64BitsToDouble(value) };
        }

        if (bits.Overrun)
            throw new InvalidDataException("the values are cut short");
    }

    private static void WriteNext(ref BitWriter bits, ulong differs, ref int lead)
    {
        if (differs == 0)
        {
            bits.Write(0, 2);
            lead = -1;
            return;
        }

        var (code, noughts) = (CodeOf(BitOperations.LeadingZeroCount(differs)), BitOperations.TrailingZeroCount(differs));
        if (noughts > ManyNoughts)
        {
            var middle = 64 - Leads[code] - noughts;
            bits.Write(1UL << 9 | (uint)code << 6 | (uint)middle, 11);
            Write(ref bits, differs >> noughts, middle);
            lead = -1;
        }
        else if (code == lead)
        {
            bits.Write(2, 2);
            Write(ref bits, differs, 64 - Leads[code]);
        }
        else
        {
            bits.Write(3UL << 3 | (uint)code, 5);
            Write(ref bits, differs, 64 - Leads[code]);
            lead = code;
        }
    }

    private static ulong ReadNext(ref BitReader bits, ref int lead)
    {
        switch (bits.Read(2))
        {
            case 0:
                return 0;
            case 1:
                var leading = Leads[bits.Read(3)];
                var middle = (int)bits.Read(6);
                // What leads and what is in the middle are more than 64 bits only where the bytes are damaged.
                return Read(ref bits, middle) << Math.Max(0, 64 - leading - middle);
            case 2:
                return Read(ref bits, 64 - Leads[lead]);
            default:
                lead = (int)bits.Read(3);
                return Read(ref bits, 64 - Leads[lead]);
        }
    }

    private static int CodeOf(int leading)
    {
        var code = Leads.Length - 1;
        while (Leads[code] > leading)
            code--;
        return code;
    }

    private static void Write(ref BitWriter bits, ulong value, int width)
    {
        if (width > 32)
            bits.Write(value >> 32 & (1UL << (width - 32)) - 1, width - 32);
        bits.Write(value & (width >= 32 ? uint.MaxValue : (1UL << width) - 1), Math.Min(32, width));
    }

    private static ulong Read(ref BitReader bits, int width)
    {
        var high = width > 32 ? bits.Read(width - 32) << 32 : 0;
        return high | bits.Read(Math.Min(32, width));
    }
}
