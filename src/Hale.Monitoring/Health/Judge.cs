using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Health;

/// <summary>
/// Decides what a result does to a verdict. Pure: no clock, no state, no log. One rule: a failed check changes nothing until consecutive failures
/// exceed the retries; then the failure's kind says what the verdict is. A success that is slow, or that says of itself that it is degraded, degrades
/// at once. What is at rest is unknown at once.
/// </summary>
public static class Judge
{
    /// <summary>The verdict after one more result, and the steps that lead there.</summary>
    /// <param name="at">The end of the observation; the moment of the steps.</param>
    public static Ruling Next(Verdict now, Observation seen, Patience patience, DateTimeOffset at) =>
        seen.Failure is { } failure ? Failed(now, failure, patience, at)
        : seen.Idle ? Move(now, default, Status.Unknown, Why.Stopped, seen.Message, at)
        : Succeeded(now, seen, patience, at);

    /// <summary>A person paused it: it is unknown, and nothing is held against it.</summary>
    public static Ruling Pause(Verdict now, DateTimeOffset at) => Move(now, default, Status.Unknown, Why.Paused, null, at);

    /// <summary>A person resumed it: it stays unknown until its next check.</summary>
    public static Ruling Resume(Verdict now, DateTimeOffset at) => Move(now, default, Status.Unknown, Why.Resumed, null, at);

    /// <summary>The hub is cut off: nothing can be known of it, and nothing is held against it.</summary>
    public static Ruling Isolate(Verdict now, DateTimeOffset at) => Move(now, default, Status.Unknown, Why.HubIsolated, "the hub itself is cut off", at);

    private static Ruling Succeeded(Verdict now, Observation seen, Patience patience, DateTimeOffset at)
    {
        var count = new Count(0, now.Successes + 1, null);
        // A success while down that is not yet enough is kept as a count; the message still tells why it is down.
        if (now.Status == Status.Down && count.Successes < patience.RecoverAfter)
            return Stay(now, count);

        var (why, message) = Blemish(seen, patience);
        if (now.Status is Status.Up or Status.Degraded)
            return why is { } worse
                ? Move(now, count, Status.Degraded, worse, message, at)
                : Move(now, count, Status.Up, now.Status == Status.Up ? now.Why : Mended(now.Why), message, at);

        var arrived = Move(now, count, Status.Up, now.Status == Status.Down ? Why.Recovered : Why.FirstSuccess, seen.Message, at);
        if (why is not { } blemish)
            return arrived;
        var degraded = Move(arrived.After, count, Status.Degraded, blemish, message, at);
        return new(degraded.After, [.. arrived.Steps, .. degraded.Steps]);
    }

    private static Ruling Failed(Verdict now, Failure failure, Patience patience, DateTimeOffset at)
    {
        var count = new Count(now.Failures + 1, 0, failure.Kind);
        if (count.Failures > patience.Retries)
            return failure.Soft && patience.SoftFailure == SoftFailure.Degraded
                ? Move(now, count, Status.Degraded, Why.SoftFailures, failure.Message, at)
                : Move(now, count, Status.Down, Why.Failures, failure.Message, at);
        var shows = count.Failures >= patience.DegradeAfter;
        if (shows && (now.Status is Status.Unknown or Status.Up || now is { Status: Status.Degraded, Why: Why.DegradedAfter }))
            return Move(now, count, Status.Degraded, Why.DegradedAfter, failure.Message, at);
        // Within the limit nothing changes but the count: one lost packet must page nobody, and must not hide what was known before.
        return Stay(now, count);
    }

    /// <summary>What is not well about a success, if anything. What the answer says of itself goes before how long it took, less what the hub itself was late.</summary>
    private static (Why? Why, string? Message) Blemish(Observation seen, Patience patience)
    {
        if (seen.SaysDegraded)
            return (Why.BodyDegraded, seen.Message ?? "the answer says that it is degraded");
        if (!seen.Untimed && seen.Took - seen.OwnDelay > patience.DegradedAbove)
            return (Why.Slow, FormattableString.Invariant($"took {seen.Took.TotalMilliseconds:0} ms, more than {Durations.Format(patience.DegradedAbove)}"));
        return (null, seen.Message);
    }

    private static Why Mended(Why degraded) => degraded switch
    {
        Why.Slow => Why.Fast,
        Why.BodyDegraded => Why.BodyOk,
        _ => Why.Recovered,
    };

    private static Ruling Stay(Verdict now, Count count) =>
        new(now with { Failures = count.Failures, Successes = count.Successes, Failure = count.Failure }, []);

    /// <summary>A status that stays may take a new reason and message, but makes no step and keeps its <see cref="Verdict.Since"/>.</summary>
    private static Ruling Move(Verdict now, Count count, Status to, Why why, string? message, DateTimeOffset at)
    {
        var stays = now.Status == to;
        return new(
            new(to, stays ? now.Since : at, why, message, count.Failures, count.Successes, count.Failure),
            stays ? [] : [new Transition(at, now.Status, to, why, message)]);
    }

    /// <summary>What is in a row after the result.</summary>
    private readonly record struct Count(int Failures, int Successes, FailureKind? Failure);
}
