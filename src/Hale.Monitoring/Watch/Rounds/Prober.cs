using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>Runs one check and always comes back: with what it saw, with our own fault as a failure, or with nothing when it was told to end.</summary>
internal sealed partial class Prober(CheckCatalog checks, TimeProvider time, TimeSpan grace, ILogger logger)
{
    /// <summary>What came of a run.</summary>
    /// <param name="Seen">Null when the run was cancelled.</param>
    public readonly record struct Answer(Observation? Seen, bool Abandoned = false);

    public async Task<Answer> AskAsync(Run run)
    {
        var at = time.GetUtcNow();
        var start = time.GetTimestamp();
        // Set before the check starts, so that no check can hold up its own limit.
        using var limit = new CancellationTokenSource(run.Timeout + grace, time);
        using var stop = run.Token.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            var asked = checks.For(run.Check).RunAsync(run.Check.Options, run.Timeout, run.Token);
            if (asked.IsCompleted)
                return new(await asked);
            var task = asked.AsTask();
            await ((Task)task).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompleted)
                // What ends because it was told to has seen nothing of the target, whatever it says.
                return new(run.Token.IsCancellationRequested ? null : await task);
            _ = task.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            if (run.Token.IsCancellationRequested)
                return default;
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            return default;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Threw(logger, run.Check.Kind, run.Entry.Spec.Key, error);
            return new(Failed(new(FailureKind.Internal, $"the {run.Check.Kind} check failed by Hale's own fault: {error.GetType().Name}")));
        }

        run.Cancel();
        Overran(logger, run.Check.Kind, run.Entry.Spec.Key);
        return new(Failed(new(FailureKind.Timeout, $"no result within {Durations.Format(run.Timeout)}; the check was given up", Soft: true)), Abandoned: true);

        Observation Failed(Failure failure) => new() { At = at, Took = time.GetElapsedTime(start), Failure = failure };
    }

    [LoggerMessage(1101, LogLevel.Error, "The {Kind} check of {Key} threw; a check answers with a failure, so this is Hale's own fault")]
    private static partial void Threw(ILogger logger, string kind, string key, Exception error);

    [LoggerMessage(1102, LogLevel.Error, "The {Kind} check of {Key} outlived its timeout and was given up; this is Hale's own fault")]
    private static partial void Overran(ILogger logger, string kind, string key);
}
