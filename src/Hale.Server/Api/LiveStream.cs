using System.Buffers;
using System.Globalization;
using Hale.Server.Live;

namespace Hale.Server.Api;

/// <summary>Where a stream's frames go: a socket's messages or a response's events.</summary>
internal interface ILiveSink
{
    /// <summary>Begins a frame; what is written to the answer belongs to it.</summary>
    IBufferWriter<byte> Begin(string type, long seq);

    /// <summary>Sends off what was written; the frame goes on.</summary>
    ValueTask PartAsync(CancellationToken cancel);

    /// <summary>Ends the frame.</summary>
    /// <param name="more">Another follows at once: no need to send this one off by itself.</param>
    ValueTask EndAsync(bool more, CancellationToken cancel);
}

/// <summary>Carries what a seat hands out to a sink until the reader leaves or the hub stops.</summary>
internal static class LiveStream
{
    /// <summary>A snapshot is sent off in parts of about this size: no client costs a string as large as the whole.</summary>
    private const int PartBytes = 64 * 1024;

    /// <summary>More frames than this within a second are told together, as many as come within <see cref="Gather"/>; fewer are told at once.</summary>
    private const int Calm = 64;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <param name="ending">The reader left or the hub stops: the frame being written is finished, no other begun.</param>
    /// <param name="cut">The connection is gone.</param>
    public static async Task RunAsync(LiveSeat seat, ILiveSink sink, TimeProvider time, CancellationToken ending, CancellationToken cut)
    {
        var (began, told, busy) = (time.GetTimestamp(), 0, false);
        try
        {
            while (!ending.IsCancellationRequested)
            {
                var batch = await seat.NextAsync(ending);
                if (batch.Snapshot is not null)
                    await SnapshotAsync(batch.Snapshot, batch.Seq, sink, ending, cut);
                else if (batch.Frames.Count == 0)
                    await HeartbeatAsync(batch.Seq, sink, cut);
                await FramesAsync(batch.Frames, sink, ending, cut);
                told += batch.Frames.Count;
                busy = told > Calm || (busy && time.GetElapsedTime(began) < Second);
                if (time.GetElapsedTime(began) >= Second)
                    (began, told) = (time.GetTimestamp(), 0);
                // What wakes a reader's machine for each frame would be most of what the frame costs, here and there.
                if (busy)
                    await Task.Delay(Gather, time, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
    }

    private static ValueTask HeartbeatAsync(long seq, ILiveSink sink, CancellationToken cut)
    {
        LiveFrame.WriteHeartbeat(sink.Begin("heartbeat", seq), seq);
        return sink.EndAsync(more: false, cut);
    }

    private static async ValueTask FramesAsync(IReadOnlyList<LiveFrame> frames, ILiveSink sink, CancellationToken ending, CancellationToken cut)
    {
        for (var i = 0; i < frames.Count && !ending.IsCancellationRequested; i++)
        {
            frames[i].WriteTo(sink.Begin(frames[i].Item.Type, frames[i].Seq));
            // A flush now and then, so that a long row of frames does not gather in memory.
            await sink.EndAsync(more: i + 1 < frames.Count && i % 32 != 31, cut);
        }
    }

    private static async ValueTask SnapshotAsync(LiveSnapshot snapshot, long seq, ILiveSink sink, CancellationToken ending, CancellationToken cut)
    {
        var output = sink.Begin("snapshot", seq);
        LiveFrame.Ascii(output, $"{{\"type\":\"snapshot\",\"seq\":{seq.ToString(CultureInfo.InvariantCulture)}");
        await ListAsync("services", snapshot.Services);
        await ListAsync("projects", snapshot.Projects);
        await ListAsync("targets", snapshot.Targets);
        await ListAsync("deployments", snapshot.Deployments);
        output.Write("}"u8);
        await sink.EndAsync(more: false, cut);

        async ValueTask ListAsync(string name, IEnumerable<LiveItem> items)
        {
            LiveFrame.Ascii(output, $",\"{name}\":[");
            var (first, written) = (true, 0);
            foreach (var item in items)
            {
                if ((item.Json ?? item.Render?.Invoke()) is not { } json)
                    continue;
                if (!first)
                    output.Write(","u8);
                output.Write(json);
                first = false;
                written += json.Length;
                if (written < PartBytes)
                    continue;
                ending.ThrowIfCancellationRequested();
                await sink.PartAsync(cut);
                written = 0;
            }

            output.Write("]"u8);
        }
    }
}
