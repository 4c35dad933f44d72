using System.Numerics;

namespace Hale.Server.Packing;

/// <summary>
/// Adaptive Rice coding: a number is its high part in unary and its low <c>k</c> bits as they are, with <c>k</c> following the mean of the numbers before
/// (R. F. Rice, "Some Practical Universal Noiseless Coding Techniques", JPL 79-22; the adaption is that of JPEG-LS, ITU-T T.87 A.5.1). Signed numbers
/// are folded. Writer and reader keep the same state and so never need to tell each other <c>k</c>.
/// </summary>
internal struct Rice
{
    // A number whose unary part would be this long is written whole behind that many ones: 6 bits of length, then its bits.
    private const int LongestUnary = 18;

    // The mean is kept in sixteenths and moves a sixteenth of the way.
    private const int Weight = 4;

    private ulong _mean;

    /// <summary>Starts with the mean that is expected.</summary>
    public static Rice Expecting(int mean) => new() { _mean = (ulong)mean << Weight };

    /// <summary>Writes a number that may be below nought.</summary>
    public void Write(ref BitWriter to, long value) => WriteWhole(ref to, Varint.Fold(value));

    /// <summary>Writes a number that is not below nought.</summary>
    public void WriteWhole(ref BitWriter to, ulong value)
    {
        var k = Width();
        if (value >> k is < LongestUnary and var high)
        {
            // As many ones as the high part says, and a nought.
            to.Write((2UL << (int)high) - 2, (int)high + 1);
            to.Write(value & (1UL << k) - 1, k);
        }
        else
        {
            var width = 64 - BitOperations.LeadingZeroCount(value);
            to.Write((1UL << LongestUnary) - 1, LongestUnary);
            to.Write((ulong)width, 7);
            to.Write(value >> 32, Math.Max(0, width - 32));
            to.Write(value & uint.MaxValue, Math.Min(32, width));
        }

        Follow(value);
    }

    /// <summary>Reads a number that may be below nought.</summary>
    public long Read(ref BitReader from) => Varint.Unfold(ReadWhole(ref from));

    /// <summary>Reads a number that is not below nought.</summary>
    public ulong ReadWhole(ref BitReader from)
    {
        var k = Width();
        var high = from.Ones(LongestUnary);
        ulong value;
        if (high < LongestUnary)
        {
            value = (ulong)high << k | from.Read(k);
        }
        else
        {
            var width = (int)Math.Min(64, from.Read(7));
            value = from.Read(Math.Max(0, width - 32)) << 32;
            value |= from.Read(Math.Min(32, width));
        }

        Follow(value);
        return value;
    }

    // At most 30, so that the low part fits into one call.
    private readonly int Width() => Math.Min(30, BitOperations.Log2(_mean >> Weight | 1));

    // One number out of all proportion must not spoil the next ones.
    private void Follow(ulong value) => _mean += Math.Min(value, 1 << 30) - (_mean >> Weight);
}
