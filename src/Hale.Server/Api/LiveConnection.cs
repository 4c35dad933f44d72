using Microsoft.AspNetCore.Http.Features;

namespace Hale.Server.Api;

/// <summary>
/// The connection under a WebSocket. The socket writes to it, and beside the socket the stream writes messages that it has put together itself: each write is of
/// whole frames of the protocol (RFC 6455, section 5), and no two go at a time.
/// </summary>
internal sealed class LiveConnection(Stream connection) : Stream
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

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
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await connection.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await connection.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        connection.ReadAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The turn is not disposed of: it holds nothing, and somebody may still wait for it.
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Wiring of the sockets.</summary>
internal static class LiveSockets
{
    /// <summary>WebSockets, over HTTP/1.1 and HTTP/2, whose <see cref="LiveConnection"/> is among the request's features once they were accepted.</summary>
    public static void UseLiveSockets(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            var features = http.Features;
            if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
                features.Set<IHttpUpgradeFeature>(new Upgrade(upgrade, features));
            if (features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
                features.Set<IHttpExtendedConnectFeature>(new Connect(connect, features));
            return next(http);
        });
        app.UseWebSockets();
    }

    private static LiveConnection Keep(Stream accepted, IFeatureCollection features)
    {
        var connection = new LiveConnection(accepted);
        features.Set(connection);
        return connection;
    }

    private sealed class Upgrade(IHttpUpgradeFeature inner, IFeatureCollection features) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => Keep(await inner.UpgradeAsync(), features);
    }

    private sealed class Connect(IHttpExtendedConnectFeature inner, IFeatureCollection features) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync() => Keep(await inner.AcceptAsync(), features);
    }
}
