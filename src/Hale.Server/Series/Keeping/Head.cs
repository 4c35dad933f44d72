using System.Buffers.Binary;
using System.Numerics;
using Hale.Server.Packing;

namespace Hale.Server.Series.Keeping;

/// <summary>
/// The newest samples of a series, those that are in no chunk yet, in a few bytes each. Each begins with a byte: 128 where the value differs from the one before,
/// 64 where the distance of the times does, then how many bytes of what differs in the values lead as noughts, in 3 bits, and how many less one follow, in 3;
/// then the change of the distance, folded, and those bytes. Not safe for threads; its track sees to that.
/// </summary>
internal sealed class Head(long first)
{
    private const int Differs = 128, Uneven = 64;
    private const int Longest = 1 + Varint.Longest + sizeof(ulong);

    private byte[] _bytes = [];
    private int _length;
    private long _at;
    private long _distance;
    private ulong _value;

    /// <summary>The series' number of the first sample held, counted from its beginning.</summary>
    public long First { get; private set; } = first;

    /// <summary>How many are held.</summary>
    public int Count { get; private set; }

    /// <summary>The one that came last; nothing of meaning before the first.</summary>
    public Measure Last => new(_at, BitConverter.UInt64BitsToDouble(_value));

    /// <summary>Takes the next sample.</summary>
    public void Add(Measure sample)
    {
        var (distance, value) = (unchecked(sample.At - _at), BitConverter.DoubleToUInt64Bits(sample.Value));
        Span<byte> one = stackalloc byte[Longest];
        var length = 1;
        ref var mark = ref one[0];
        mark = 0;
        if (distance != _distance)
        {
            mark = Uneven;
            Varint.Write(one, ref length, Varint.Fold(unchecked(distance - _distance)));
        }

        if (value != _value)
        {
            var differs = value ^ _value;
            var lead = BitOperations.LeadingZeroCount(differs) / 8;
            var count = 8 - lead - BitOperations.TrailingZeroCount(differs) / 8;
            mark |= (byte)(Differs | lead << 3 | count - 1);
            BinaryPrimitives.WriteUInt64BigEndian(one[length..], differs << 8 * lead);
            length += count;
        }

        Packed.Append(ref _bytes, ref _length, one[..length]);

        (_at, _distance, _value) = (sample.At, distance, value);
        Count++;
    }

    /// <summary>All samples held, as they came.</summary>
    public Measure[] Read()
    {
        var samples = new Measure[Count];
        var (place, at, distance, value) = (0, 0L, 0L, 0UL);
        for (var i = 0; i < samples.Length; i++)
        {
            var mark = _bytes[place++];
            if ((mark & Uneven) != 0)
                distance = unchecked(distance + Varint.Unfold(Varint.Read(_bytes, ref place)));
            at = unchecked(at + distance);
            if ((mark & Differs) != 0)
            {
                var (lead, count) = (mark >> 3 & 7, (mark & 7) + 1);
                var differs = 0UL;
                foreach (var each in _bytes.AsSpan(place, count))
                    differs = differs << 8 | each;
                value ^= differs << 8 * (8 - count) >> 8 * lead;
                place += count;
            }

            samples[i] = new(at, BitConverter.UInt64BitsToDouble(value));
        }

        return samples;
    }

    /// <summary>Lets go of the oldest ones, which a chunk holds now.</summary>
    public void Drop(int count)
    {
        var left = Read().AsSpan(count);
        (_bytes, _length, _at, _distance, _value, Count) = ([], 0, 0, 0, 0, 0);
        First += count;
        foreach (var sample in left)
            Add(sample);
    }
}
