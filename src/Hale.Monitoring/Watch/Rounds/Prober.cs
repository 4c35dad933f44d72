using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>Asks, and always makes something of what comes back: what was seen, our own fault as a failure, or nothing of what was told to end.</summary>
internal sealed partial class Prober(CheckCatalog checks, TimeProvider time, ILogger logger)
{
    /// <summary>Whether the check may be begun on a thread that has more to do.</summary>
    public bool IsNimble(Run run) => checks.Find(run.Check.Kind)?.IsNimble(run.Check.Options) ?? true;

    /// <summary>Begins to ask; the run takes the answer.</summary>
    public void Ask(Run run)
    {
        (run.At, run.Began) = (time.GetUtcNow(), time.GetTimestamp());
        ValueTask<Observation> asked;
        try
        {
            asked = checks.For(run.Check).RunAsync(run.Check.Options, run.Timeout, run.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            asked = ValueTask.FromException<Observation>(error);
        }

        run.Await(asked);
    }

    /// <summary>What a run's answer amounts to; null when it was told to end: then it has seen nothing of the target, whatever it says.</summary>
    public Observation? Take(Run run)
    {
        try
        {
            var seen = run.Seen();
            return run.Token.IsCancellationRequested ? null : seen;
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (run.Token.IsCancellationRequested)
                return null;
            Threw(logger, run.Check.Kind, run.Entry.Spec.Key, error);
            return Failed(run, new(FailureKind.Internal, $"the {run.Check.Kind} check failed by Hale's own fault: {error.GetType().Name}"));
        }
    }

    /// <summary>What is seen of a check that outlived its timeout.</summary>
    public Observation Overrun(Run run)
    {
        Overran(logger, run.Check.Kind, run.Entry.Spec.Key);
        return Failed(run, new(FailureKind.Timeout, $"no result within {Durations.Format(run.Timeout)}; the check was given up", Soft: true));
    }

    private Observation Failed(Run run, Failure failure) => new() { At = run.At, Took = time.GetElapsedTime(run.Began), Failure = failure };

    [LoggerMessage(1101, LogLevel.Error, "The {Kind} check of {Key} threw; a check answers with a failure, so this is Hale's own fault")]
    private static partial void Threw(ILogger logger, string kind, string key, Exception error);

    [LoggerMessage(1102, LogLevel.Error, "The {Kind} check of {Key} outlived its timeout and was given up; this is Hale's own fault")]
    private static partial void Overran(ILogger logger, string kind, string key);
}
