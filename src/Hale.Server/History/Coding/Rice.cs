using System.Numerics;

namespace Hale.Server.History.Coding;

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

    public void Write(ref BitWriter to, long value)
    {
        var folded = Varint.Fold(value);
        var k = Width();
        if (folded >> k is < LongestUnary and var high)
        {
            // As many ones as the high part says, and a nought.
            to.Write((2UL << (int)high) - 2, (int)high + 1);
            to.Write(folded & (1UL << k) - 1, k);
        }
        else
        {
            var width = 64 - BitOperations.LeadingZeroCount(folded);
            to.Write((1UL << LongestUnary) - 1, LongestUnary);
            to.Write((ulong)width, 7);
            to.Write(folded >> 32, Math.Max(0, width - 32));
            to.Write(folded & uint.MaxValue, Math.Min(32, width));
        }

        Follow(folded);
    }

    public long Read(ref BitReader from)
    {
        var k = Width();
        var high = from.Ones(LongestUnary);
        ulong folded;
        if (high < LongestUnary)
        {
            folded = (ulong)high << k | from.Read(k);
        }
        else
        {
            var width = (int)Math.Min(64, from.Read(7));
            folded = from.Read(Math.Max(0, width - 32)) << 32;
            folded |= from.Read(Math.Min(32, width));
        }

        Follow(folded);
        return Varint.Unfold(folded);
    }

    // At most 30, so that the low part fits into one call.
    private readonly int Width() => Math.Min(30, BitOperations.Log2(_mean >> Weight | 1));

    // One number out of all proportion must not spoil the next ones.
    private void Follow(ulong folded) => _mean += Math.Min(folded, 1 << 30) - (_mean >> Weight);
}
