using System.Buffers.Binary;
using System.Numerics;
using Hale.Server.Packing;

namespace Hale.Server.Series.Keeping;

/// <summary>
/// A row of the write-ahead log: what a second brought of all series, as it came. The layout: the version, 1; then of each sample a byte: 128 where the series is
/// not the one after that of the sample before, 64 where the time is another, and how many bytes of the value follow, those behind being nought; then how far the
/// series is from the expected one, and the time from the one before, both folded, and the value's bytes, highest first. Filled under its owner's lock, finished once,
/// then never changed.
/// </summary>
internal sealed class Row
{
    /// <summary>The bytes after which a row is full.</summary>
    public const int Room = 4 << 20;

    private const byte Version = 1;
    private const int Elsewhere = 128, Later = 64, Bytes = 63;
    private const int Longest = 1 + 2 * Varint.Longest + sizeof(ulong);

    private byte[] _bytes;
    private int _length = 1;
    private int _next;
    private long _at;

    /// <param name="room">About how many bytes it is going to take.</param>
    public Row(int room)
    {
        _bytes = new byte[Math.Clamp(room, 256, Room)];
        _bytes[0] = Version;
    }

    /// <summary>How many samples it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes it takes so far.</summary>
    public int Length => _length;

    /// <summary>The row as it is written.</summary>
    public ReadOnlyMemory<byte> Body => _bytes.AsMemory(0, _length);

    /// <summary>Adds a sample; false when the row is full.</summary>
    public bool Add(int series, Measure sample)
    {
        if (_bytes.Length - _length < Longest)
        {
            if (_length + Longest > Room)
                return false;
            Array.Resize(ref _bytes, Math.Min(Room, _bytes.Length * 2));
        }

        var value = BitConverter.DoubleToUInt64Bits(sample.Value);
        var count = 8 - Math.Min(64, BitOperations.TrailingZeroCount(value)) / 8;
        ref var mark = ref _bytes[_length++];
        mark = (byte)count;
        if (series != _next)
        {
            mark |= Elsewhere;
            Varint.Write(_bytes, ref _length, Varint.Fold(series - _next));
        }

        if (sample.At != _at)
        {
            mark |= Later;
            Varint.Write(_bytes, ref _length, Varint.Fold(unchecked(sample.At - _at)));
        }

        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(_length), value);
        _length += count;
        (_next, _at) = (series + 1, sample.At);
        Count++;
        return true;
    }

    /// <summary>Hands out a row's samples in the order they came.</summary>
    /// <exception cref="InvalidDataException">These bytes are no row, or a damaged one.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, Action<int, Measure> each)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
            throw new InvalidDataException($"a row of version {(bytes.IsEmpty ? 0 : bytes[0])}; allowed: {Version}");
        var (place, series, at) = (1, 0L, 0L);
        while (place < bytes.Length)
        {
            var mark = bytes[place++];
            if ((mark & Elsewhere) != 0)
                series = unchecked(series + Varint.Unfold(Varint.Read(bytes, ref place)));
            if ((mark & Later) != 0)
                at = unchecked(at + Varint.Unfold(Varint.Read(bytes, ref place)));
            var count = mark & Bytes;
            if (count > sizeof(ulong) || count > bytes.Length - place || series is < 0 or > int.MaxValue)
                throw new InvalidDataException($"found series {series} and a value of {count} bytes; allowed: 0 to {int.MaxValue}, at most 8 that are there");
            var value = 0UL;
            for (var i = 0; i < count; i++)
                value |= (ulong)bytes[place++] << 8 * (7 - i);
            each((int)series, new(at, BitConverter.UInt64BitsToDouble(value)));
            series++;
        }
    }
}
