namespace Hale.Server.Packing;

/// <summary>Whole numbers in as few bytes as they need: seven bits a byte, lowest first (LEB128); signed ones folded to 0, -1, 1, -2 … first.</summary>
internal static class Varint
{
    /// <summary>The most bytes a number takes.</summary>
    public const int Longest = 10;

    /// <summary>Writes a number and moves the place behind it.</summary>
    public static void Write(Span<byte> to, ref int place, ulong value)
    {
        while (value >= 0x80)
        {
            to[place++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[place++] = (byte)value;
    }

    /// <summary>Reads a number and moves the place behind it.</summary>
    /// <exception cref="InvalidDataException">It ends early, or is longer than any number.</exception>
    public static ulong Read(ReadOnlySpan<byte> from, ref int place)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if ((uint)place >= (uint)from.Length)
                break;
            var next = from[place++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number is cut short");
    }

    /// <summary>Reads a number that can't be above a limit, such as a count of what follows.</summary>
    /// <exception cref="InvalidDataException">It is cut short or above the limit.</exception>
    public static int Read(ReadOnlySpan<byte> from, ref int place, int most) =>
        Read(from, ref place) is var value && most >= 0 && value <= (ulong)most ? (int)value : throw new InvalidDataException($"found {value}; allowed: at most {most}");

    /// <summary>Folds a signed number, so that small ones stay small.</summary>
    public static ulong Fold(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    /// <summary>Undoes <see cref="Fold"/>.</summary>
    public static long Unfold(ulong folded) => (long)(folded >> 1) ^ -(long)(folded & 1);
}
