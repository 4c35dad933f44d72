using Hale.Server.History.Coding;
using Hale.Server.Packing;

namespace Hale.Server.History.Keeping;

/// <summary>
/// The newest results of a series, those that are in no chunk yet, in two or three bytes each: the change of the distance between times, whether the
/// mark changed and to what, the change of latency. Not safe for threads; its page sees to that.
/// </summary>
internal sealed class Head(long first)
{
    private const int Longest = 2 * Varint.Longest + Mark.Longest;

    private byte[] _bytes = [];
    private int _length;
    private Texts _texts = Empty;
    private State _last;

    // Shared by all that have no text, which is nearly all.
    private static readonly Texts Empty = new();

    /// <summary>The series' number of the first result held, counted from its beginning.</summary>
    public long First { get; private set; } = first;

    /// <summary>How many are held.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next result.</summary>
    public void Add(in Reading reading)
    {
        if (reading.Message is not null && ReferenceEquals(_texts, Empty))
            _texts = new();
        var mark = new Mark(reading.Status, reading.Failure, reading.Latency != LatencyScale.None, _texts.Place(reading.Message));
        var distance = reading.At - _last.At;
        var changed = Count == 0 || mark != _last.Mark;
        Span<byte> one = stackalloc byte[Longest];
        var length = 0;
        Varint.Write(one, ref length, Varint.Fold(distance - _last.Distance) << 1 | (changed ? 1UL : 0));
        if (changed)
            mark.Write(one, ref length);
        if (mark.HasLatency)
            Varint.Write(one, ref length, Varint.Fold(reading.Latency - _last.Latency));
        Packed.Append(ref _bytes, ref _length, one[..length]);
        _last = new(reading.At, distance, mark.HasLatency ? reading.Latency : _last.Latency, mark);
        Count++;
    }

    /// <summary>All results held, oldest first as they came.</summary>
    public Reading[] Read()
    {
        var readings = new Reading[Count];
        var (place, last) = (0, default(State));
        for (var i = 0; i < readings.Length; i++)
        {
            var first = Varint.Read(_bytes, ref place);
            var distance = last.Distance + Varint.Unfold(first >> 1);
            var mark = (first & 1) != 0 ? Mark.Read(_bytes, ref place, _texts.Count) : last.Mark;
            var latency = mark.HasLatency ? last.Latency + (int)Varint.Unfold(Varint.Read(_bytes, ref place)) : last.Latency;
            last = new(last.At + distance, distance, latency, mark);
            readings[i] = new(
                last.At, mark.HasLatency ? latency : LatencyScale.None, mark.Status, mark.Failure, mark.Text < 0 ? null : _texts[mark.Text]);
        }

        return readings;
    }

    /// <summary>Lets go of the oldest ones, which a chunk holds now.</summary>
    public void Drop(int count)
    {
        var left = Read().AsSpan(count);
        (_bytes, _length, _texts, _last, Count) = ([], 0, Empty, default, 0);
        First += count;
        foreach (ref readonly var reading in left)
            Add(reading);
    }

    private readonly record struct State(long At, long Distance, int Latency, Mark Mark);
}
