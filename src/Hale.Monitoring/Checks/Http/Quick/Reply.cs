using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>How far an answer has come.</summary>
internal enum Progress
{
    /// <summary>More bytes are needed.</summary>
    More,

    /// <summary>All of it is here, or the first megabyte of its body.</summary>
    Whole,

    /// <summary>It is not HTTP.</summary>
    NotHttp,

    /// <summary>Its headers are longer than <see cref="Reply.MostHead"/>.</summary>
    HeadTooLong,

    /// <summary>It ended before it was whole.</summary>
    CutShort,
}

/// <summary>
/// Reads an HTTP/1.1 answer (RFC 9112) as its bytes come in. Bounded: 64 kB of head, the first megabyte of the body. Reused for one answer after
/// another; knows no connection.
/// </summary>
internal sealed class Reply : IHeaders
{
    /// <summary>The most that is read of an answer's head, in bytes.</summary>
    public const int MostHead = Line.MostHeaders * 1024;

    // Enough for most answers; a run that got a longer one keeps the larger buffer.
    private const int Roomy = 1024;
    private const int MostKept = 64 * 1024;
    private const int MostInterim = 16;

    private readonly Body _body = new();
    private byte[] _bytes = new byte[Roomy];
    private int _filled;
    private int _scanned;
    private int _headAt;
    private int _headEnd;
    private int _interim;
    private bool _bodiless;

    /// <summary>The status; 0 while the head is not whole.</summary>
    public int Status { get; private set; }

    /// <summary>Whether any byte came.</summary>
    public bool Begun { get; private set; }

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Space
    {
        get
        {
            if (_filled == _bytes.Length)
                Grow();
            return _bytes.AsMemory(_filled);
        }
    }

    /// <summary>The answer, once it is whole; good until the next <see cref="Begin"/>.</summary>
    public Answer Answer => new(Status, this, _bytes.AsMemory(_headEnd, _body.Length), _body.Cut);

    /// <summary>Starts over.</summary>
    /// <param name="head">Whether a HEAD request is answered, which has no body whatever its headers say.</param>
    public void Begin(bool head)
    {
        if (_bytes.Length > MostKept)
        {
            GiveBack();
            _bytes = new byte[Roomy];
        }

        _filled = _scanned = _headAt = _headEnd = _interim = Status = 0;
        _bodiless = head;
        Begun = false;
    }

    /// <summary>Takes bytes that were put into <see cref="Space"/>.</summary>
    public Progress Take(int count)
    {
        Begun = true;
        _filled += count;
        while (Status == 0)
            if (Head() is var progress and not Progress.Whole)
                return progress;
        return _body.Advance(_bytes.AsSpan(_headEnd, _filled - _headEnd), ref _filled);
    }

    /// <summary>The other side has closed.</summary>
    public Progress End() => Status != 0 && _body.EndsWithConnection ? Progress.Whole : Progress.CutShort;

    /// <inheritdoc/>
    public string? Find(string name)
    {
        string? first = null;
        StringBuilder? all = null;
        var lines = new Lines(_bytes.AsSpan(_headAt, _headEnd - _headAt));
        lines.Next();
        while (lines.Next())
        {
            if (!Named(lines.Current, name, out var value))
                continue;
            var text = Encoding.Latin1.GetString(value);
            if (first is null)
                first = text;
            else
                (all ??= new(first)).Append(", ").Append(text);
        }

        return all?.ToString() ?? first;
    }

    // Long bodies live in shared arrays: as garbage, each would bring the next collection of all that the hub holds nearer.
    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _filled);
        _bytes.CopyTo(larger, 0);
        GiveBack();
        _bytes = larger;
    }

    private void GiveBack()
    {
        if (_bytes.Length > Roomy)
            ArrayPool<byte>.Shared.Return(_bytes);
    }

    /// <summary>
    /// Reads the head if it is whole. <see cref="Progress.Whole"/> may also be that of an interim answer (RFC 9110, section 15.2), after which the
    /// real one comes.
    /// </summary>
    private Progress Head()
    {
        var end = EndOfHead();
        if (end < 0)
            return _filled - _headAt > MostHead ? Progress.HeadTooLong : Early() ? Progress.More : Progress.NotHttp;
        if (end - _headAt > MostHead)
            return Progress.HeadTooLong;
        _headEnd = end;
        var status = ReadStatus();
        if (status is >= 100 and < 200 and not 101)
        {
            _headAt = _scanned = end;
            return ++_interim > MostInterim ? Progress.NotHttp : Progress.Whole;
        }

        if (status == 0 || !_body.Begin(new(_bytes.AsSpan(_headAt, end - _headAt)), _bodiless || status is 101 or 204 or 304))
            return Progress.NotHttp;
        Status = status;
        return Progress.Whole;
    }

    /// <summary>Whether what has come so far may be the beginning of HTTP, so that a stranger's protocol is told at once.</summary>
    private bool Early()
    {
        var begun = _bytes.AsSpan(_headAt, Math.Min(_filled - _headAt, 7));
        return "HTTP/1."u8.StartsWith(begun);
    }

    private int EndOfHead()
    {
        for (var at = Math.Max(_headAt, _scanned); ;)
        {
            var found = _bytes.AsSpan(at, _filled - at).IndexOf((byte)'\n');
            if (found < 0)
                return -1;
            var next = at + found + 1;
            if (next < _filled && _bytes[next] == '\n')
                return next + 1;
            if (next + 1 < _filled && _bytes[next] == '\r' && _bytes[next + 1] == '\n')
                return next + 2;
            if (next + 1 >= _filled)
            {
                // The line's end may be the head's: looked at again when more has come.
                _scanned = next - 1;
                return -1;
            }

            at = _scanned = next;
        }
    }

    private int ReadStatus()
    {
        var line = _bytes.AsSpan(_headAt, _headEnd - _headAt);
        if (line.Length < 13 || !line.StartsWith("HTTP/1."u8) || line[8] != ' ' || (line[12] is not ((byte)' ' or (byte)'\r' or (byte)'\n')))
            return 0;
        return Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var read) && read == 3 && status >= 100 ? status : 0;
    }

    /// <summary>Whether a header line has this name, and its value without the white space around it.</summary>
    internal static bool Named(ReadOnlySpan<byte> line, ReadOnlySpan<char> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length <= name.Length || line[name.Length] != ':' || !Ascii.EqualsIgnoreCase(line[..name.Length], name))
            return false;
        value = line[(name.Length + 1)..].Trim(" \t"u8);
        return true;
    }
}

/// <summary>The lines of a head, without their ends; the last is the empty one.</summary>
internal ref struct Lines(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    public ReadOnlySpan<byte> Current { get; private set; }

    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;
        var end = _rest.IndexOf((byte)'\n');
        var line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        Current = line is [.., (byte)'\r'] ? line[..^1] : line;
        return true;
    }
}
