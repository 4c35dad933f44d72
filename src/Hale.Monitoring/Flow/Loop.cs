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
                backoff = Report(backoff, error);
                await PauseAsync(backoff, stopping);
            }
        }
    }

    /// <summary>
    /// The same on a thread of its own, for turns that wait by blocking. A turn must end soon after <paramref name="stopping"/> fires, by what it
    /// waits for.
    /// </summary>
    public Task RunOnThreadAsync(Action turn, CancellationToken stopping)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(Run) { IsBackground = true, Name = $"hale-{pulse.Name}" };
        thread.Start();
        return ended.Task;

        void Run()
        {
            try
            {
                TurnOn(turn, stopping);
                ended.SetResult();
            }
            catch (OutOfMemoryException error)
            {
                ended.SetException(error);
            }
        }
    }

    private void TurnOn(Action turn, CancellationToken stopping)
    {
        var backoff = Patience;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                turn();
                pulse.Beat();
                backoff = backoff.Succeeded();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                backoff = Report(backoff, error);
                PauseAsync(backoff, stopping).GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>Ends early, and without a fault, when <paramref name="stopping"/> fires.</summary>
    private async Task PauseAsync(Backoff backoff, CancellationToken stopping) =>
        await Task.Delay(backoff.Delay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Backoff Report(Backoff backoff, Exception error)
    {
        backoff = backoff.Failed();
        pulse.Failed(error);
        Failed(logger, pulse.Name, backoff.Delay.TotalMilliseconds, error);
        return backoff;
    }

    [LoggerMessage(1001, LogLevel.Error, "Loop {Loop} failed and goes on in {Milliseconds} ms")]
    private static partial void Failed(ILogger logger, string loop, double milliseconds, Exception error);
}
