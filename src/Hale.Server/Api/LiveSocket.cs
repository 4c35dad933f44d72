using System.Buffers;
using System.Net.WebSockets;
using Hale.Server.Live;
using Microsoft.AspNetCore.Http.Features;

namespace Hale.Server.Api;

/// <summary>The stream over a WebSocket: one text message per frame. Clients have nothing to say; what they say is small and not looked at.</summary>
internal sealed class LiveSocket(WebSocket socket, HeldWrites? connection, TimeProvider time) : ILiveSink
{
    /// <summary>A client's message may be this long.</summary>
    private const int MostIncoming = 4096;

    /// <summary>A reader that takes nothing for so long is not slow but gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>How long a close handshake may take.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ArrayBufferWriter<byte> _buffer = new();

    public static async Task RunAsync(HttpContext http, LiveSeat seat)
    {
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        using var left = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(left.Token, stopping);
        // When the hub stops, a reader that takes nothing must not hold it up.
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        await using var hurry = time.CreateTimer(_ => Cut(cut), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var alarm = stopping.Register(() => hurry.Change(Farewell, Timeout.InfiniteTimeSpan));
        var listening = ListenAsync(socket, left, cut.Token);
        try
        {
            var connection = (http.Features.Get<IHttpUpgradeFeature>() as HeldUpgrade)?.Connection;
            await LiveStream.RunAsync(seat, new LiveSocket(socket, connection, time), time, ending.Token, cut.Token);
            connection?.Hold = false;
            await CloseAsync(socket, stopping.IsCancellationRequested, time);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // The reader went away in the middle of a frame: nothing to tell, and nobody to tell it to.
        }
        finally
        {
            // The reader answers a close with its own; without waiting for it the end may cut off what it has not read yet.
            await listening.WaitAsync(Farewell, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            socket.Abort();
            await listening;
        }
    }

    /// <inheritdoc/>
    public IBufferWriter<byte> Begin(string type, long seq) => _buffer;

    /// <inheritdoc/>
    public ValueTask PartAsync(CancellationToken cancel) => SendAsync(last: false, cancel);

    /// <inheritdoc/>
    public async ValueTask EndAsync(bool more, CancellationToken cancel)
    {
        if (connection is null || !more)
        {
            connection?.Hold = false;
            await SendAsync(last: true, cancel);
            return;
        }

        // It only goes to where it waits: nothing that could take long.
        connection.Hold = true;
        await socket.SendAsync(_buffer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        _buffer.ResetWrittenCount();
    }

    private static void Cut(CancellationTokenSource cut)
    {
        try
        {
            cut.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended by itself in time.
        }
    }

    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource left, CancellationToken cut)
    {
        var buffer = new byte[MostIncoming];
        var (length, refused) = (0, false);
        try
        {
            while (true)
            {
                var piece = await socket.ReceiveAsync(buffer.AsMemory(), cut);
                if (piece.MessageType == WebSocketMessageType.Close)
                    return;
                length = piece.EndOfMessage ? 0 : length + piece.Count;
                if (refused || length < MostIncoming)
                    continue;
                refused = true;
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, $"at most {MostIncoming} bytes", cut);
                await left.CancelAsync();
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // Gone without a farewell.
        }
        finally
        {
            await left.CancelAsync();
        }
    }

    private static async Task CloseAsync(WebSocket socket, bool stopping, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(Farewell, time);
        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        else if (socket.State == WebSocketState.Open && stopping)
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "the hub stops", limit.Token);
    }

    private async ValueTask SendAsync(bool last, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        await socket.SendAsync(_buffer.WrittenMemory, WebSocketMessageType.Text, last, both.Token);
        _buffer.ResetWrittenCount();
    }
}
