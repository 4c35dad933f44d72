using System.Buffers.Binary;
using System.Numerics;

namespace Hale.Server.Packing;

/// <summary>Reads what <see cref="BitWriter"/> wrote. Behind the end are noughts; who reads that far has been given damaged bytes.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> from)
{
    private readonly ReadOnlySpan<byte> _from = from;
    private int _place;
    private ulong _held;
    private int _bits;

    /// <summary>Whether more was read than there is.</summary>
    public readonly bool Overrun => (long)_place * 8 - _bits > (long)_from.Length * 8;

    /// <summary>Reads a number of at most 32 bits.</summary>
    public ulong Read(int width)
    {
        if (width == 0)
            return 0;
        Fill();
        var value = _held >> (64 - width);
        _held <<= width;
        _bits -= width;
        return value;
    }

    /// <summary>Counts ones up to the next nought, which is read too, or up to <paramref name="most"/>, after which none is.</summary>
    public int Ones(int most)
    {
        Fill();
        var ones = Math.Min(BitOperations.LeadingZeroCount(~_held), most);
        var read = ones == most ? ones : ones + 1;
        _held <<= read;
        _bits -= read;
        return ones;
    }

    // At least 33 bits are held afterwards: enough for any one call.
    private void Fill()
    {
        if (_bits > 32)
            return;
        var next = _place + 4 <= _from.Length ? BinaryPrimitives.ReadUInt32BigEndian(_from[_place..]) : Rest();
        _held |= (ulong)next << (32 - _bits);
        _bits += 32;
        _place += 4;
    }

    private readonly uint Rest()
    {
        uint rest = 0;
        for (var i = 0; i < 4; i++)
            rest = rest << 8 | (_place + i < _from.Length ? _from[_place + i] : 0u);
        return rest;
    }
}
