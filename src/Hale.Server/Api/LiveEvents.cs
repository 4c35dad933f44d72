using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Hale.Server.Live;
using Microsoft.AspNetCore.Http.Features;

namespace Hale.Server.Api;

/// <summary>The stream as Server-Sent Events (HTML Living Standard, section 9.2): <c>id</c> the number, <c>event</c> the type, <c>data</c> the frame.</summary>
internal sealed class LiveEvents(PipeWriter output, TimeProvider time) : ILiveSink
{
    /// <summary>A reader that takes nothing for so long is not slow but gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(HttpContext http, LiveSeat seat)
    {
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            http.Response.BodyWriter.Write("retry: 2000\n\n"u8);
            await LiveStream.RunAsync(seat, new LiveEvents(http.Response.BodyWriter, time), time, ending.Token, ending.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The reader went away in the middle of a frame: nothing to tell, and nobody to tell it to.
        }
    }

    /// <inheritdoc/>
    public IBufferWriter<byte> Begin(string type, long seq)
    {
        LiveFrame.Ascii(output, $"id: {seq.ToString(CultureInfo.InvariantCulture)}\nevent: {type}\ndata: ");
        return output;
    }

    /// <inheritdoc/>
    public ValueTask PartAsync(CancellationToken cancel) => FlushAsync(cancel);

    /// <inheritdoc/>
    public ValueTask EndAsync(CancellationToken cancel)
    {
        output.Write("\n\n"u8);
        return FlushAsync(cancel);
    }

    /// <inheritdoc/>
    public int Add(LiveFrame frame)
    {
        Begin(frame.Item.Type, frame.Seq).Write(frame.Text);
        output.Write("\n\n"u8);
        return (int)output.UnflushedBytes;
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(CancellationToken cancel) => output.UnflushedBytes == 0 ? ValueTask.CompletedTask : FlushAsync(cancel);

    private async ValueTask FlushAsync(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        var flushed = await output.FlushAsync(both.Token);
        if (flushed.IsCompleted)
            throw new OperationCanceledException("The reader is gone.");
    }
}
