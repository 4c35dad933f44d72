using System.Buffers;
using System.Globalization;
using Hale.Server.Live;

namespace Hale.Server.Api;

/// <summary>Where a stream's frames go: a socket's messages or a response's events.</summary>
internal interface ILiveSink
{
    /// <summary>Begins a frame that is made for this reader; what is written to the answer belongs to it.</summary>
    IBufferWriter<byte> Begin(string type, long seq);

    /// <summary>Sends off what was written; the frame goes on.</summary>
    ValueTask PartAsync(CancellationToken cancel);

    /// <summary>Ends the frame and sends it off.</summary>
    ValueTask EndAsync(CancellationToken cancel);

    /// <summary>Takes a frame that goes to others too; it waits to be sent off with those that follow.</summary>
    /// <returns>How many bytes wait by now.</returns>
    int Add(LiveFrame frame);

    /// <summary>Sends off what waits.</summary>
    ValueTask SendAsync(CancellationToken cancel);
}

/// <summary>Carries what a seat hands out to a sink until the reader leaves or the hub stops.</summary>
internal static class LiveStream
{
    /// <summary>What is long is sent off in parts of about this size: no reader costs as much memory as the whole.</summary>
    private const int PartBytes = 64 * 1024;

    /// <summary>More frames than this within a second are told together, as many as come within <see cref="Gather"/>; fewer are told at once.</summary>
    private const int Calm = 64;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);
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
                    await Task.Delay(ToNextTurn(time), time, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
    }

    /// <summary>All who gather are told at the same moments: fifty readers wake the hub ten times a second and not five hundred times.</summary>
    private static TimeSpan ToNextTurn(TimeProvider time) => Gather - TimeSpan.FromTicks(time.GetElapsedTime(0).Ticks % Gather.Ticks);

    private static ValueTask HeartbeatAsync(long seq, ILiveSink sink, CancellationToken cut)
    {
        LiveFrame.WriteHeartbeat(sink.Begin("heartbeat", seq), seq);
        return sink.EndAsync(cut);
    }

    private static async ValueTask FramesAsync(IReadOnlyList<LiveFrame> frames, ILiveSink sink, CancellationToken ending, CancellationToken cut)
    {
        for (var i = 0; i < frames.Count && !ending.IsCancellationRequested; i++)
            if (sink.Add(frames[i]) >= PartBytes)
                await sink.SendAsync(cut);
        await sink.SendAsync(cut);
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
        await sink.EndAsync(cut);

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
