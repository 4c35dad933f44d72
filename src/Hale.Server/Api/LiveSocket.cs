using System.Buffers;
using System.Net.WebSockets;
using Hale.Server.Live;

namespace Hale.Server.Api;

/// <summary>
/// The stream over a WebSocket: one text message per frame. Clients have nothing to say; what they say is small and not looked at. What goes to many readers is put
/// into messages here and written as one, since handing message after message to the socket costs many times what they do.
/// </summary>
internal sealed class LiveSocket(WebSocket socket, Stream connection, TimeProvider time) : ILiveSink
{
    /// <summary>A client's message may be this long.</summary>
    private const int MostIncoming = 4096;

    /// <summary>A reader that takes nothing for so long is not slow but gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>How long a close handshake may take.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private volatile bool _refused;

    public static async Task RunAsync(HttpContext http, LiveSeat seat)
    {
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        var connection = http.Features.Get<LiveConnection>() ?? throw new InvalidOperationException("The stream's sockets are accepted behind UseLiveSockets.");
        using var left = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(left.Token, stopping);
        // When the hub stops, a reader that takes nothing must not hold it up.
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        await using var hurry = time.CreateTimer(_ => Cut(cut), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var alarm = stopping.Register(() => hurry.Change(Farewell, Timeout.InfiniteTimeSpan));
        var live = new LiveSocket(socket, connection, time);
        var listening = live.ListenAsync(left, cut.Token);
        try
        {
            await LiveStream.RunAsync(seat, live, time, ending.Token, cut.Token);
            await live.CloseAsync(stopping.IsCancellationRequested);
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
    public ValueTask PartAsync(CancellationToken cancel) => WriteAsync(last: false, cancel);

    /// <inheritdoc/>
    public ValueTask EndAsync(CancellationToken cancel) => WriteAsync(last: true, cancel);

    /// <inheritdoc/>
    public int Add(LiveFrame frame)
    {
        var text = frame.Text;
        WebSocketText.WriteHead(_buffer, text.Length);
        _buffer.Write(text);
        return _buffer.WrittenCount;
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(CancellationToken cancel) =>
        _buffer.WrittenCount == 0 ? ValueTask.CompletedTask : TakenAsync(with => connection.WriteAsync(_buffer.WrittenMemory, with), cancel);

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

    private async Task ListenAsync(CancellationTokenSource left, CancellationToken cut)
    {
        var buffer = new byte[MostIncoming];
        var length = 0;
        try
        {
            while (true)
            {
                var piece = await socket.ReceiveAsync(buffer.AsMemory(), cut);
                if (piece.MessageType == WebSocketMessageType.Close)
                    return;
                length = piece.EndOfMessage ? 0 : length + piece.Count;
                if (_refused || length < MostIncoming)
                    continue;
                // Nothing may follow a close: the one who writes says it, once the frames that it is at are out.
                _refused = true;
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

    private async Task CloseAsync(bool stopping)
    {
        using var limit = new CancellationTokenSource(Farewell, time);
        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        else if (socket.State == WebSocketState.Open && _refused)
            await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, $"at most {MostIncoming} bytes", limit.Token);
        else if (socket.State == WebSocketState.Open && stopping)
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "the hub stops", limit.Token);
    }

    private ValueTask WriteAsync(bool last, CancellationToken cancel) =>
        TakenAsync(with => socket.SendAsync(_buffer.WrittenMemory, WebSocketMessageType.Text, last, with), cancel);

    private async ValueTask TakenAsync(Func<CancellationToken, ValueTask> write, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        await write(both.Token);
        _buffer.ResetWrittenCount();
    }
}
