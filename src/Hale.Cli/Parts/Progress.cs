using System.Globalization;

namespace Hale.Cli.Parts;

/// <summary>
/// How far a transfer has come, on one line of standard error while a person looks at it: bytes, items, how fast, and how much of all where that is known. Elsewhere
/// nothing is shown.
/// </summary>
internal sealed class Progress(Terminal terminal, string what, long? total = null) : IDisposable
{
    private const int Cells = 20;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly long _began = terminal.Time.GetTimestamp();
    private readonly ResultCount _results = new();
    private long _shown;
    private long _bytes;
    private int _width;

    /// <summary>A stream that hands on what is written to it, and counts it.</summary>
    public Stream Into(Stream to) => new PassingStream(to, Saw);

    /// <summary>A stream that hands out what it reads, and counts it.</summary>
    public Stream OutOf(Stream from) => new PassingStream(from, Saw);

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_width > 0)
            terminal.Error.Write($"\r{new string(' ', _width)}\r");
        _width = 0;
    }

    private void Saw(ReadOnlySpan<byte> bytes)
    {
        if (!terminal.Watched)
            return;
        _bytes += bytes.Length;
        _results.Add(bytes);
        // Nothing more is the end, which is always shown.
        if (_shown != 0 && !bytes.IsEmpty && terminal.Time.GetElapsedTime(_shown) < Between)
            return;
        _shown = terminal.Time.GetTimestamp();
        var line = Line(terminal.Time.GetElapsedTime(_began).TotalSeconds);
        terminal.Error.Write($"\r{line.PadRight(_width)}");
        _width = line.Length;
    }

    private string Line(double seconds)
    {
        var rate = seconds > 0 ? _results.Count / seconds : 0;
        var told = string.Create(CultureInfo.InvariantCulture, $"{what} {_bytes / 1e6:N1} MB, {_results.Count:N0} results, {rate:N0}/s");
        if (total is not > 0)
            return told;
        var share = Math.Min(1, (double)_bytes / total.Value);
        var filled = (int)(share * Cells);
        return string.Create(CultureInfo.InvariantCulture, $"{told} [{new string('#', filled)}{new string('.', Cells - filled)}] {share * 100:0} %");
    }
}

/// <summary>Counts the results in an export while it passes by, in whatever pieces.</summary>
internal sealed class ResultCount
{
    // Of csv it is the lines after the first.
    private const byte Line = (byte)'\n';

    private static ReadOnlySpan<byte> Member => "\"success\":"u8;

    private bool? _csv;
    private long _lines;
    private long _members;
    private int _matched;

    public long Count => _csv == true ? Math.Max(0, _lines - 1) : _members;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        _csv ??= bytes[0] == (byte)'d';
        if (_csv == true)
            _lines += bytes.Count(Line);
        else
            Match(bytes);
    }

    // A text holds no such member: its quotes are escaped. What is cut in two by a piece's end counts as well.
    private void Match(ReadOnlySpan<byte> bytes)
    {
        foreach (var each in bytes)
        {
            if (each != Member[_matched])
                _matched = _matched == Member.Length - 1 && each == Member[1] ? 1 : 0;
            if (each == Member[_matched] && ++_matched == Member.Length)
                (_members, _matched) = (_members + 1, 0);
        }
    }
}

/// <summary>Hands on what passes through it, and shows it to somebody.</summary>
internal sealed class PassingStream(Stream inner, PassingStream.Look look) : Stream
{
    public delegate void Look(ReadOnlySpan<byte> bytes);

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        look(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        inner.Write(buffer, offset, count);
        look(buffer.AsSpan(offset, count));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        look(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        look(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
