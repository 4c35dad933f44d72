using System.Buffers.Binary;

namespace Hale.Fuzz.Tests;

/// <summary>Makes bad input of good: the same of the same seed.</summary>
internal static class Mutator
{
    /// <summary>Longer than every bound that a parser has on its input's head, and short enough to try many.</summary>
    public const int Longest = 256 * 1024;

    private static readonly long[] Numbers = [0, 1, -1, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    private static readonly byte[][] Tokens =
    [
        "\r\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "\0"u8.ToArray(), "9223372036854775808"u8.ToArray(), "-1"u8.ToArray(), "ffffffffffffffff"u8.ToArray(), "1e999"u8.ToArray(),
        "{"u8.ToArray(), "}"u8.ToArray(), "[[[[[[[["u8.ToArray(), "\"\\ud800\""u8.ToArray(), ":"u8.ToArray(), "null"u8.ToArray(), [0xC0, 0x0C], [0xFF, 0xFE], [0xED, 0xA0, 0x80],
    ];

    /// <summary>An input: one of the corpus, changed a few times over.</summary>
    public static byte[] Make(IReadOnlyList<byte[]> corpus, Random random)
    {
        var bytes = corpus[random.Next(corpus.Count)].ToArray();
        for (var change = random.Next(6); change > 0; change--)
            bytes = Change(bytes, corpus, random);
        return bytes.Length <= Longest ? bytes : bytes[..Longest];
    }

    private static byte[] Change(byte[] bytes, IReadOnlyList<byte[]> corpus, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        switch (random.Next(9))
        {
            case 0:
                return bytes[..at];
            case 1:
                return bytes[at..];
            case 2 when bytes.Length > 0:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 3 when bytes.Length > 0:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 4:
                return [.. bytes[..at], .. Tokens[random.Next(Tokens.Length)], .. bytes[at..]];
            case 5:
                return WithNumber(bytes, random);
            case 6:
                // A part, over and over.
                var part = bytes[at..Math.Min(bytes.Length, at + 1 + random.Next(64))];
                var times = 1 << random.Next(10);
                return [.. bytes[..at], .. Enumerable.Repeat(part, times).SelectMany(each => each), .. bytes[at..]];
            case 7:
                var other = corpus[random.Next(corpus.Count)];
                return [.. bytes[..at], .. other[random.Next(other.Length + 1)..]];
            default:
                var noise = new byte[random.Next(32)];
                random.NextBytes(noise);
                return [.. bytes[..at], .. noise, .. bytes[at..]];
        }
    }

    /// <summary>A number where a length may be.</summary>
    private static byte[] WithNumber(byte[] bytes, Random random)
    {
        var number = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, Numbers[random.Next(Numbers.Length)]);
        var width = 1 << random.Next(4);
        if (bytes.Length < width)
            return bytes;
        number.AsSpan(8 - width).CopyTo(bytes.AsSpan(random.Next(bytes.Length - width + 1)));
        return bytes;
    }
}
