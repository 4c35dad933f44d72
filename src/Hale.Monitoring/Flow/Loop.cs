using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Flow;

/// <summary>
/// Turns for ever: a turn waits and works. A turn that throws is reported, the loop backs off and goes on; only <c>stopping</c> or a turn that
/// answers false ends it.
/// </summary>
public sealed partial class Loop(Pulse pulse, TimeProvider time, ILogger logger)
{
    private static readonly Backoff Patience = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));

    /// <summary>Runs until <paramref name="stopping"/> fires or a turn answers false.</summary>
    public async Task RunAsync(Func<CancellationToken, ValueTask<bool>> turn, CancellationToken stopping)
    {
        var backoff = Patience;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await turn(stopping))
                    return;
                pulse.Beat();
                backoff = backoff.Succeeded();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                backoff = backoff.Failed();
                pulse.Failed(error);
                Failed(logger, pulse.Name, backoff.Delay.TotalMilliseconds, error);
                try
                {
                    await Task.Delay(backoff.Delay, time, stopping);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "Loop {Loop} failed and goes on in {Milliseconds} ms")]
    private static partial void Failed(ILogger logger, string loop, double milliseconds, Exception error);
}
