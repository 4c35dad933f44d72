namespace Hale.Monitoring.Checks.Dial;

/// <summary>What a tapped stream saw. Stamps are of the time provider; null for never.</summary>
internal sealed class Seen
{
    public long? WroteAt;
    public long? FirstByteAt;
    public bool Ended;

    /// <summary>The exception that broke the stream.</summary>
    public Exception? Broke;
}

/// <summary>
/// Passes everything through and notes when the first bytes went each way, and how the stream ended: what tells an answer that was never begun from
/// one that was cut short, whatever the layers above make of it.
/// </summary>
/// <param name="seen">Where to note; asked each time, since a kept connection serves one check after another.</param>
internal sealed class Tap(Stream inner, TimeProvider time, Func<Seen> seen) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);

            // A read into nothing only waits for data to come; its zero is no end.
            if (buffer.Length > 0)
                NoteRead(read);
            return read;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            seen().Broke ??= error;
            throw;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var now = seen();
        now.WroteAt ??= time.GetTimestamp();
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            now.Broke ??= error;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void NoteRead(int read)
    {
        var now = seen();
        if (read == 0)
            now.Ended = true;
        else
            now.FirstByteAt ??= time.GetTimestamp();
    }
}
