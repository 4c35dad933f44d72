using Hale.Monitoring.Checks;

namespace Hale.Monitoring.Health;

/// <summary>
/// What is held of one watched thing now. A value: every check makes a new one, and as objects, each of which lives from one check to the next, those of a
/// hundred thousand services would be all that the collector of the oldest generation has to do.
/// </summary>
/// <param name="Since">When it took this status.</param>
/// <param name="Message">What to tell a person: the failure's text, or what the answer says of itself; null when all is well.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="Successes">Successes in a row.</param>
/// <param name="Failure">The kind of the last failure while the last check failed; null after a success.</param>
public readonly record struct Verdict(
    Status Status, DateTimeOffset Since, Why Why = Why.None, string? Message = null, int Failures = 0, int Successes = 0, FailureKind? Failure = null)
{
    /// <summary>The verdict of what was never checked.</summary>
    public static Verdict Unchecked(DateTimeOffset since) => new(Status.Unknown, since);
}

/// <summary>One step from a status to another, with its reason.</summary>
public sealed record Transition(DateTimeOffset At, Status From, Status To, Why Why, string? Message);

/// <summary>What the Judge decided.</summary>
/// <param name="After">The verdict from now on.</param>
/// <param name="Steps">The steps taken: none, one, or two where a first success is slow.</param>
public readonly record struct Ruling(Verdict After, IReadOnlyList<Transition> Steps);
