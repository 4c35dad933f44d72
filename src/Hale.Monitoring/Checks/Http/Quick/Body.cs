using System.Buffers.Text;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>
/// The body of an HTTP/1.1 answer: how it ends (RFC 9112, section 6), and where it stands in the bytes that follow the head. Chunks are moved together in place.
/// </summary>
internal sealed class Body
{
    private const int MostChunkLine = 4096;

    private Framing _framing;
    private long _left;
    private int _at;
    private ChunkPart _part;

    private enum Framing
    {
        None,
        Counted,
        Chunked,
        UntilClosed,
    }

    private enum ChunkPart
    {
        Size,
        Data,
        DataEnd,
        Trailer,
    }

    /// <summary>How much of it is here.</summary>
    public int Length { get; private set; }

    /// <summary>Whether it goes on after the first megabyte.</summary>
    public bool Cut { get; private set; }

    /// <summary>Whether nothing but the end of the connection tells that it is whole.</summary>
    public bool EndsWithConnection => _framing == Framing.UntilClosed;

    /// <summary>Learns from the headers how the body ends; false when they contradict themselves or are none.</summary>
    public bool Begin(Lines head, bool bodiless)
    {
        (Length, Cut, _at, _left, _part) = (0, false, 0, -1, ChunkPart.Size);
        var chunked = false;
        head.Next();
        while (head.Next() && !head.Current.IsEmpty)
        {
            var line = head.Current;
            if (line[0] is (byte)' ' or (byte)'\t')
                continue;
            if (line.IndexOf((byte)':') <= 0)
                return false;
            if (Reply.Named(line, "Transfer-Encoding", out var coding))
                chunked = coding.EndsWith("chunked"u8);
            else if (Reply.Named(line, "Content-Length", out var length) && !TakeLength(length))
                return false;
        }

        _framing = bodiless ? Framing.None : chunked ? Framing.Chunked : _left >= 0 ? Framing.Counted : Framing.UntilClosed;
        return true;
    }

    /// <summary>Goes on with what has come.</summary>
    /// <param name="bytes">Everything after the head.</param>
    /// <param name="filled">Where the bytes end in the buffer; drawn back where chunks were moved together.</param>
    public Progress Advance(Span<byte> bytes, ref int filled) => _framing switch
    {
        Framing.None => Progress.Whole,
        Framing.Counted => Counted(bytes.Length),
        Framing.UntilClosed => Open(bytes.Length),
        _ => Chunked(bytes, ref filled),
    };

    /// <summary>Several lengths must be one.</summary>
    private bool TakeLength(ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out ulong length, out var read) || read != text.Length || length > long.MaxValue || (_left >= 0 && _left != (long)length))
            return false;
        _left = (long)length;
        return true;
    }

    private Progress Counted(int here)
    {
        Length = (int)Math.Min(Math.Min(here, _left), Answer.MostBody);
        Cut = _left > Length && Length == Answer.MostBody;
        return Cut || Length == _left ? Progress.Whole : Progress.More;
    }

    private Progress Open(int here)
    {
        Length = Math.Min(here, Answer.MostBody);
        Cut = Length == Answer.MostBody;
        return Cut ? Progress.Whole : Progress.More;
    }

    private Progress Chunked(Span<byte> bytes, ref int filled)
    {
        while (true)
        {
            var progress = Step(bytes);
            if (progress is { } done)
            {
                Close(bytes, ref filled);
                return done;
            }
        }
    }

    /// <summary>One part of a chunk; null when there may be another.</summary>
    private Progress? Step(Span<byte> bytes)
    {
        if (_part == ChunkPart.Data)
            return Data(bytes);
        var rest = bytes[_at..];
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
            return rest.Length > MostChunkLine ? Progress.NotHttp : Progress.More;
        var line = rest[..end].TrimEnd((byte)'\r');
        _at += end + 1;
        switch (_part)
        {
            case ChunkPart.Size:
                if (!Utf8Parser.TryParse(line, out long size, out var read, 'x') || size < 0 || (read < line.Length && line[read] is not ((byte)';' or (byte)' ' or (byte)'\t')))
                    return Progress.NotHttp;
                (_left, _part) = (size, size == 0 ? ChunkPart.Trailer : ChunkPart.Data);
                return null;
            case ChunkPart.DataEnd:
                _part = ChunkPart.Size;
                return line.IsEmpty ? null : Progress.NotHttp;
            default:
                return line.IsEmpty ? Progress.Whole : null;
        }
    }

    private Progress? Data(Span<byte> bytes)
    {
        var room = Answer.MostBody - Length;
        var here = (int)Math.Min(Math.Min(bytes.Length - _at, _left), room);
        bytes.Slice(_at, here).CopyTo(bytes[Length..]);
        Length += here;
        _at += here;
        _left -= here;
        if (_left == 0)
            _part = ChunkPart.DataEnd;
        else if (here == room)
            Cut = true;
        return Cut ? Progress.Whole : _left == 0 ? null : Progress.More;
    }

    /// <summary>Moves what was not yet read behind what was, so that lines between chunks don't fill the buffer.</summary>
    private void Close(Span<byte> bytes, ref int filled)
    {
        bytes[_at..].CopyTo(bytes[Length..]);
        filled -= _at - Length;
        _at = Length;
    }
}
