using System.Buffers.Binary;

namespace Hale.Server.Packing;

/// <summary>Writes numbers of any width, highest bit first, into bytes that are large enough.</summary>
internal ref struct BitWriter(Span<byte> to)
{
    private readonly Span<byte> _to = to;
    private ulong _held;
    private int _bits;

    /// <summary>The whole bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Writes the lowest bits of a value, at most 32 of them; the others are nought.</summary>
    public void Write(ulong value, int width)
    {
        _held = _held << width | value;
        _bits += width;
        if (_bits >= 32)
        {
            _bits -= 32;
            BinaryPrimitives.WriteUInt32BigEndian(_to[Length..], (uint)(_held >> _bits));
            Length += 4;
        }
    }

    /// <summary>Writes what is left, the last byte filled up with noughts; the length of all.</summary>
    public int Finish()
    {
        while (_bits > 0)
        {
            var width = Math.Min(8, _bits);
            _bits -= width;
            _to[Length++] = (byte)(_held >> _bits << (8 - width));
        }

        return Length;
    }
}
