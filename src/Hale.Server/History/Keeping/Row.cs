using Hale.Server.History.Coding;
using Hale.Server.Packing;

namespace Hale.Server.History.Keeping;

/// <summary>
/// A row of the write-ahead log: what a second brought of all series, as it came. The layout: the version, 1; the texts; the first result's time, folded;
/// then of each result its series, its time's distance from the one before, folded, its <see cref="Mark"/>, and the latency's step where the mark says that
/// there is one. Filled under its owner's lock, finished once, then never changed.
/// </summary>
internal sealed class Row
{
    /// <summary>
    /// The bytes after which a row is full. Larger arrays live on the heap for large objects, and a few of them a second would have the oldest generation, all that
    /// the hub holds, collected every few seconds.
    /// </summary>
    public const int Room = 1 << 16;

    private const byte Version = 1;
    private const int Longest = 3 * Varint.Longest + Mark.Longest;

    private readonly Texts _texts = new();
    private byte[] _bytes;
    private int _length;
    private long _base;
    private long _at;

    /// <param name="room">About how many bytes it is going to take.</param>
    public Row(int room) => _bytes = new byte[Math.Clamp(room, 256, Room)];

    /// <summary>How many results it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes it takes so far, without its texts.</summary>
    public int Length => _length;

    /// <summary>Adds a result; false when the row is full.</summary>
    public bool Add(int series, in Reading reading)
    {
        if (_bytes.Length - _length < Longest)
        {
            if (_length + Longest > Room)
                return false;
            Array.Resize(ref _bytes, Math.Min(Room, _bytes.Length * 2));
        }

        if (Count++ == 0)
            _base = _at = reading.At;
        var mark = new Mark(reading.Status, reading.Failure, reading.Latency != LatencyScale.None, _texts.Place(reading.Message));
        Varint.Write(_bytes, ref _length, (ulong)series);
        Varint.Write(_bytes, ref _length, Varint.Fold(reading.At - _at));
        mark.Write(_bytes, ref _length);
        if (mark.HasLatency)
            Varint.Write(_bytes, ref _length, (ulong)reading.Latency);
        _at = reading.At;
        return true;
    }

    /// <summary>The row as it is written.</summary>
    public byte[] Finish()
    {
        var start = new byte[1 + _texts.Longest + Varint.Longest];
        var place = 0;
        start[place++] = Version;
        _texts.Write(start, ref place);
        Varint.Write(start, ref place, Varint.Fold(_base));
        return [.. start.AsSpan(0, place), .. _bytes.AsSpan(0, _length)];
    }

    /// <summary>Hands out a row's results in the order they came.</summary>
    /// <exception cref="InvalidDataException">These bytes are no row, or a damaged one.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, Action<int, Reading> each)
    {
        var place = 0;
        if (bytes.IsEmpty || bytes[place++] != Version)
            throw new InvalidDataException($"a row of version {(bytes.IsEmpty ? 0 : bytes[0])}; allowed: {Version}");
        var texts = Texts.Read(bytes, ref place);
        var at = Varint.Unfold(Varint.Read(bytes, ref place));
        while (place < bytes.Length)
        {
            var series = Varint.Read(bytes, ref place, int.MaxValue);
            at += Varint.Unfold(Varint.Read(bytes, ref place));
            var mark = Mark.Read(bytes, ref place, texts.Count);
            var latency = mark.HasLatency ? Varint.Read(bytes, ref place, LatencyScale.Last) : LatencyScale.None;
            each(series, new(at, latency, mark.Status, mark.Failure, mark.Text < 0 ? null : texts[mark.Text]));
        }
    }
}
