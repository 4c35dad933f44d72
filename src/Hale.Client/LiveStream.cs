using System.Net.WebSockets;
using System.Text.Json;

namespace Hale.Client;

/// <summary>One connection of the live stream: reads frames until it ends.</summary>
internal sealed class LiveStream(WatchOptions options) : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly MemoryStream _frame = new();
    private readonly byte[] _piece = new byte[16 * 1024];

    public async Task ConnectAsync(Uri address, string? token, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(token))
            _socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        if (address.IsLoopback)
            _socket.Options.Proxy = null;
        await _socket.ConnectAsync(address, cancel);
    }

    /// <summary>The next change; null when the connection is over, or silent for so long that it must be.</summary>
    public async Task<LiveChange?> NextAsync(CancellationToken cancel)
    {
        using var silence = new CancellationTokenSource(options.Silence, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, silence.Token);
        try
        {
            return await FrameAsync(both.Token) ? Parse() : null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> FrameAsync(CancellationToken cancel)
    {
        _frame.SetLength(0);
        while (true)
        {
            var piece = await _socket.ReceiveAsync(_piece.AsMemory(), cancel);
            if (piece.MessageType == WebSocketMessageType.Close)
                return false;
            _frame.Write(_piece, 0, piece.Count);
            if (piece.EndOfMessage)
                return true;
        }
    }

    private LiveChange Parse()
    {
        var frame = JsonSerializer.Deserialize(_frame.GetBuffer().AsSpan(0, (int)_frame.Length), WireJson.Default.JsonObject)!;
        var seq = frame["seq"]?.GetValue<long>() ?? 0;
        var id = frame["id"]?.GetValue<string>();
        return (string?)frame["type"] switch
        {
            "snapshot" => new LiveSnapshot(
                seq,
                frame["services"].Deserialize(WireJson.Default.IReadOnlyListServiceView) ?? [],
                frame["projects"].Deserialize(WireJson.Default.IReadOnlyListProjectView) ?? [],
                frame["targets"].Deserialize(WireJson.Default.IReadOnlyListTargetView) ?? []),
            "service" when frame["service"].Deserialize(WireJson.Default.ServiceView) is var view => new LiveService(seq, view?.Id ?? id!, view),
            "project" when frame["project"].Deserialize(WireJson.Default.ProjectView) is var view => new LiveProject(seq, view?.Id ?? id!, view),
            "target" when frame["target"].Deserialize(WireJson.Default.TargetView) is var view => new LiveTarget(seq, view?.Id ?? id!, view),
            "result" => new LiveResult(seq, frame.Deserialize(WireJson.Default.ResultView)!),
            "heartbeat" => new LiveHeartbeat(seq),
            var type => new LiveOther(seq, type ?? "", frame),
        };
    }
}
