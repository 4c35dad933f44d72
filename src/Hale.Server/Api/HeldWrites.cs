using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Hale.Server.Api;

/// <summary>
/// The connection under a WebSocket, on which messages may wait for those that follow at once: so many of them are one system call. The socket itself sees to it
/// that no two write at a time.
/// </summary>
internal sealed class HeldWrites(Stream connection) : Stream
{
    private readonly ArrayBufferWriter<byte> _held = new();
    private volatile bool _hold;

    /// <summary>Whether what is written waits; what waits goes with the first write after that.</summary>
    public bool Hold
    {
        get => _hold;
        set => _hold = value;
    }

    /// <inheritdoc/>
    public override bool CanRead => connection.CanRead;

    /// <inheritdoc/>
    public override bool CanWrite => connection.CanWrite;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hold && _held.WrittenCount == 0)
            return connection.WriteAsync(buffer, cancellationToken);
        _held.Write(buffer.Span);
        return _hold ? ValueTask.CompletedTask : LetGoAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        connection.ReadAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _hold ? Task.CompletedTask : connection.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => connection.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => connection.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => connection.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask LetGoAsync(CancellationToken cancel)
    {
        await connection.WriteAsync(_held.WrittenMemory, cancel);
        _held.ResetWrittenCount();
    }
}

/// <summary>Gives a WebSocket a connection on which messages may wait for each other.</summary>
internal sealed class HeldUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    /// <summary>The connection, once it was upgraded.</summary>
    public HeldWrites? Connection { get; private set; }

    /// <inheritdoc/>
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => Connection = new(await inner.UpgradeAsync());
}

/// <summary>Wiring of the sockets.</summary>
internal static class LiveSockets
{
    /// <summary>WebSockets whose messages may wait for each other.</summary>
    public static void UseLiveSockets(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            if (http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
                http.Features.Set<IHttpUpgradeFeature>(new HeldUpgrade(upgrade));
            return next(http);
        });
        app.UseWebSockets();
    }
}
