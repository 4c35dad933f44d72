using System.Net.Sockets;
using System.Text;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Tcp;

/// <summary>Connects; says something and waits for an answer where the options say so.</summary>
internal sealed class TcpCheck(TimeProvider time, Dialer dialer) : ICheck
{
    /// <summary>The most that is read of an answer, in bytes.</summary>
    public const int MostAnswer = 4096;

    /// <inheritdoc/>
    public string Kind => "tcp";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["tcp"];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) => TcpCheckRules.Read(fields, problems);

    /// <inheritdoc/>
    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var talk = new Talk((TcpCheckOptions)options, new(time));
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            return talk.Ended(await TalkAsync(talk, both.Token));
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return talk.Ended(talk.OutOfTime(timeout));
        }
        catch (SocketException error)
        {
            return talk.Ended(Faults.Broken(error.SocketErrorCode, talk.Host, talk.Port));
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            return talk.Ended(Faults.Unforeseen(error));
        }
    }

    private async Task<Failure?> TalkAsync(Talk talk, CancellationToken cancel)
    {
        var dialed = await dialer.ConnectAsync(talk.Host, talk.Port, talk.Trace, cancel);
        if (dialed.Socket is not { } socket)
            return dialed.Failure;
        using (socket)
        {
            talk.Trace.Stage = Stage.Asking;
            var asked = talk.Trace.Now;
            if (talk.Options.Send is { } send)
                await SendAsync(socket, Encoding.UTF8.GetBytes(send), cancel);
            return talk.Options.Expect is null ? null : await talk.HearAsync(socket, asked, cancel);
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancel)..];
    }
}
