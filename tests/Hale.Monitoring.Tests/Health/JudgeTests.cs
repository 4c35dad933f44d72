using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Health;

public sealed class JudgeTests
{
    private static readonly DateTimeOffset Later = Some.Moment.AddSeconds(30);
    private static readonly Patience Service = new();
    private static readonly Patience Target = new() { Retries = 0, SoftFailure = SoftFailure.Degraded };

    private static Observation Fast => Some.Success(12);

    private static Observation Slow => Some.Success(1500);

    private static Observation Idle => Some.Success(12) with { Idle = true };

    private static Observation BodyDegraded => Some.Success(12, saysDegraded: true, message: "the database is slow");

    // The table of the contract, row by row: from, to, why.
    public static TheoryData<string, Status, Why, Observation, Patience, int, Status, Why> Table => new()
    {
        { "unknown to up: first success", Status.Unknown, Why.None, Fast, Service, 0, Status.Up, Why.FirstSuccess },
        { "unknown to up after failures within the limit", Status.Unknown, Why.None, Fast, Service, 3, Status.Up, Why.FirstSuccess },
        { "resumed to up", Status.Unknown, Why.Resumed, Fast, Service, 0, Status.Up, Why.FirstSuccess },
        { "up to unknown: at rest", Status.Up, Why.FirstSuccess, Idle, Service, 0, Status.Unknown, Why.Stopped },
        { "down to unknown: at rest", Status.Down, Why.Failures, Idle, Service, 9, Status.Unknown, Why.Stopped },
        { "at rest to up", Status.Unknown, Why.Stopped, Fast, Service, 0, Status.Up, Why.FirstSuccess },
        { "up to degraded: slow", Status.Up, Why.FirstSuccess, Slow, Service, 0, Status.Degraded, Why.Slow },
        { "up to degraded: the body says so", Status.Up, Why.FirstSuccess, BodyDegraded, Service, 0, Status.Degraded, Why.BodyDegraded },
        { "degraded to up: fast", Status.Degraded, Why.Slow, Fast, Service, 0, Status.Up, Why.Fast },
        { "degraded to up: the body is well", Status.Degraded, Why.BodyDegraded, Fast, Service, 0, Status.Up, Why.BodyOk },
        { "degraded to up: after soft failures", Status.Degraded, Why.SoftFailures, Fast, Target, 2, Status.Up, Why.Recovered },
        { "degraded to up: after shown failures", Status.Degraded, Why.DegradedAfter, Fast, Service, 2, Status.Up, Why.Recovered },
        { "unknown to down: hard", Status.Unknown, Why.None, Some.Failure(), Service, 3, Status.Down, Why.Failures },
        { "up to down: hard", Status.Up, Why.FirstSuccess, Some.Failure(), Service, 3, Status.Down, Why.Failures },
        { "degraded to down: hard", Status.Degraded, Why.Slow, Some.Failure(), Service, 3, Status.Down, Why.Failures },
        { "up to down: soft that downs", Status.Up, Why.FirstSuccess, Some.SoftFailure(), Service, 3, Status.Down, Why.Failures },
        { "target up to down: hard at once", Status.Up, Why.FirstSuccess, Some.Failure(), Target, 0, Status.Down, Why.Failures },
        { "target unknown to degraded: soft", Status.Unknown, Why.None, Some.SoftFailure(), Target, 0, Status.Degraded, Why.SoftFailures },
        { "target up to degraded: soft", Status.Up, Why.FirstSuccess, Some.SoftFailure(), Target, 0, Status.Degraded, Why.SoftFailures },
        { "target down to degraded: soft", Status.Down, Why.Failures, Some.SoftFailure(), Target, 1, Status.Degraded, Why.SoftFailures },
        { "target degraded to down: hard", Status.Degraded, Why.SoftFailures, Some.Failure(), Target, 1, Status.Down, Why.Failures },
        { "down to up: one success", Status.Down, Why.Failures, Fast, Service, 9, Status.Up, Why.Recovered },
    };

    [Theory]
    [InlineData(500, Status.Up)]
    [InlineData(499, Status.Degraded)]
    public void Next_WhatTheHubItselfWasLate_IsNotHeldAgainstIt(int late, Status expected) => Assert.Equal(
        expected,
        Judge.Next(Some.Verdict(Status.Up), Slow with { OwnDelay = TimeSpan.FromMilliseconds(late) }, Service, Later).After.Status);

    [Fact]
    public void Next_TimeThatTellsNothingOfTheTarget_IsNotHeldAgainstIt() =>
        Assert.Equal(Status.Up, Judge.Next(Some.Verdict(Status.Up), Slow with { Untimed = true }, Service, Later).After.Status);

    [Theory]
    [MemberData(nameof(Table))]
    public void Next_RowOfTheTable_TakesOneStepWithItsReason(
        string row, Status from, Why because, Observation seen, Patience patience, int failures, Status to, Why why)
    {
        var ruling = Judge.Next(Some.Verdict(from, because, failures), seen, patience, Later);

        Assert.NotEmpty(row);
        var step = Assert.Single(ruling.Steps);
        Assert.Equal(new Transition(Later, from, to, why, ruling.After.Message), step);
        Assert.Equal((to, why, Later), (ruling.After.Status, ruling.After.Why, ruling.After.Since));
        Assert.Equal(seen.Success ? 0 : failures + 1, ruling.After.Failures);
        Assert.Equal(seen.Failure?.Kind, ruling.After.Failure);
    }

    public static TheoryData<Status, Why, Observation, Why, Why> TwoSteps => new()
    {
        { Status.Unknown, Why.None, Slow, Why.FirstSuccess, Why.Slow },
        { Status.Unknown, Why.None, BodyDegraded, Why.FirstSuccess, Why.BodyDegraded },
        { Status.Down, Why.Failures, Slow, Why.Recovered, Why.Slow },
        { Status.Down, Why.Failures, BodyDegraded, Why.Recovered, Why.BodyDegraded },
    };

    [Theory]
    [MemberData(nameof(TwoSteps))]
    public void Next_FirstOrRecoveringSuccessThatIsNotWell_GoesUpAndThenDegrades(Status from, Why because, Observation seen, Why first, Why second)
    {
        var ruling = Judge.Next(Some.Verdict(from, because, failures: 5), seen, Service, Later);

        Assert.Equal([(from, Status.Up, first), (Status.Up, Status.Degraded, second)], ruling.Steps.Select(step => (step.From, step.To, step.Why)));
        Assert.Equal((Status.Degraded, second, 0, 1), (ruling.After.Status, ruling.After.Why, ruling.After.Failures, ruling.After.Successes));
    }

    [Theory]
    [InlineData(Status.Unknown)]
    [InlineData(Status.Up)]
    [InlineData(Status.Degraded)]
    public void Next_FailureWithinTheLimit_ChangesNothingButTheCount(Status from)
    {
        var now = Some.Verdict(from, Why.Slow, failures: 2, successes: 7) with { Message = "as it was" };

        var ruling = Judge.Next(now, Some.Failure(FailureKind.Dns), Service, Later);

        Assert.Empty(ruling.Steps);
        Assert.Equal(now with { Failures = 3, Successes = 0, Failure = FailureKind.Dns }, ruling.After);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Next_FailuresInARow_DownExactlyAtTheOneAfterTheRetries(int retries)
    {
        var patience = new Patience { Retries = retries };
        var verdict = Some.Verdict(Status.Up, Why.FirstSuccess);
        for (var failure = 1; failure <= retries + 3; failure++)
        {
            verdict = Judge.Next(verdict, Some.Failure(), patience, Later).After;
            Assert.Equal(failure > retries ? Status.Down : Status.Up, verdict.Status);
        }
    }

    [Theory]
    [InlineData(1000.0, Status.Up)]
    [InlineData(1000.0001, Status.Degraded)]
    public void Next_LatencyAtTheLimit_IsComparedStrictly(double milliseconds, Status expected) =>
        Assert.Equal(expected, Judge.Next(Some.Verdict(Status.Up), Some.Success(milliseconds), Service, Later).After.Status);

    [Fact]
    public void Next_SuccessAmongFailures_StartsTheCountAgain()
    {
        var verdict = Some.Verdict(Status.Up, Why.FirstSuccess);
        foreach (var seen in new[] { Some.Failure(), Some.Failure(), Some.Failure(), Fast, Some.Failure(), Some.Failure(), Some.Failure() })
            verdict = Judge.Next(verdict, seen, Service, Later).After;
        Assert.Equal((Status.Up, 3), (verdict.Status, verdict.Failures));
    }

    [Fact]
    public void Next_DegradedForAnotherReason_TakesTheReasonWithoutAStep()
    {
        var slow = Judge.Next(Some.Verdict(Status.Up), Slow, Target, Some.Moment).After;

        var ruling = Judge.Next(slow, Some.SoftFailure("HTTP 503"), Target, Later);

        Assert.Empty(ruling.Steps);
        Assert.Equal((Status.Degraded, Why.SoftFailures, "HTTP 503", Some.Moment), (ruling.After.Status, ruling.After.Why, ruling.After.Message, ruling.After.Since));
    }

    [Fact]
    public void Next_DownForAnotherReason_TellsTheNewestMessage()
    {
        var down = Judge.Next(Some.Verdict(Status.Up, failures: 3), Some.Failure(message: "refused"), Service, Some.Moment).After;

        var ruling = Judge.Next(down, Some.Failure(FailureKind.Dns, message: "no such name"), Service, Later);

        Assert.Empty(ruling.Steps);
        Assert.Equal(("no such name", FailureKind.Dns, Some.Moment), (ruling.After.Message, ruling.After.Failure, ruling.After.Since));
    }

    [Fact]
    public void Next_RecoverAfterThree_CountsSuccessesInARowWhileDown()
    {
        var patience = Service with { RecoverAfter = 3 };
        var verdict = Some.Verdict(Status.Down, Why.Failures, failures: 4) with { Message = "refused" };
        foreach (var seen in new[] { Fast, Fast, Some.Failure(), Fast, Slow })
        {
            var ruling = Judge.Next(verdict, seen, patience, Later);
            Assert.Empty(ruling.Steps);
            verdict = ruling.After;
        }

        Assert.Equal((Status.Down, Why.Failures, "refused", 2), (verdict.Status, verdict.Why, verdict.Message, verdict.Successes));
        Assert.Equal(Status.Up, Judge.Next(verdict, Fast, patience, Later).After.Status);
    }

    [Fact]
    public void Next_RecoverAfterThree_HoldsWhileDownOnly() =>
        Assert.Equal(Status.Up, Judge.Next(Some.Verdict(Status.Degraded, Why.SoftFailures), Fast, Service with { RecoverAfter = 3 }, Later).After.Status);

    [Fact]
    public void Next_DownAndSoftFailureWithinTheRetries_StaysDown()
    {
        var patience = new Patience { Retries = 3, SoftFailure = SoftFailure.Degraded, RecoverAfter = 2 };
        var verdict = Judge.Next(Some.Verdict(Status.Down, Why.Failures, failures: 4), Fast, patience, Later).After;
        for (var failure = 1; failure <= 4; failure++)
        {
            verdict = Judge.Next(verdict, Some.SoftFailure(), patience, Later).After;
            Assert.Equal(failure > 3 ? Status.Degraded : Status.Down, verdict.Status);
        }
    }

    [Theory]
    [InlineData(Status.Up)]
    [InlineData(Status.Unknown)]
    public void Next_DegradeAfterTwo_ShowsDegradedThenDown(Status from)
    {
        var patience = Service with { DegradeAfter = 2 };
        var verdict = Some.Verdict(from, Why.FirstSuccess);
        var seen = new List<(Status, Why)>();
        for (var failure = 1; failure <= 4; failure++)
        {
            verdict = Judge.Next(verdict, Some.Failure(), patience, Later).After;
            seen.Add((verdict.Status, verdict.Why));
        }

        Assert.Equal(
            [(from, Why.FirstSuccess), (Status.Degraded, Why.DegradedAfter), (Status.Degraded, Why.DegradedAfter), (Status.Down, Why.Failures)], seen);
    }

    [Fact]
    public void Next_SlowAndBodyDegraded_GoesByWhatTheAnswerSays()
    {
        var ruling = Judge.Next(Some.Verdict(Status.Up), Some.Success(5000, saysDegraded: true, message: "read only"), Service, Later);
        Assert.Equal((Why.BodyDegraded, "read only"), (ruling.After.Why, ruling.After.Message));
    }

    [Fact]
    public void Next_SlowSuccess_TellsHowSlow() =>
        Assert.Equal("took 1500 ms, more than 1s", Judge.Next(Some.Verdict(Status.Up), Slow, Service, Later).After.Message);

    [Fact]
    public void Pause_AnyStatus_IsUnknownAndHoldsNothingAgainstIt()
    {
        var ruling = Judge.Pause(Some.Verdict(Status.Down, Why.Failures, failures: 9) with { Message = "refused", Failure = FailureKind.Refused }, Later);

        Assert.Equal(new Verdict(Status.Unknown, Later, Why.Paused), ruling.After);
        Assert.Equal([new Transition(Later, Status.Down, Status.Unknown, Why.Paused, null)], ruling.Steps);
    }

    [Fact]
    public void Resume_PausedOne_StaysUnknownWithoutAStep()
    {
        var ruling = Judge.Resume(new Verdict(Status.Unknown, Some.Moment, Why.Paused), Later);

        Assert.Empty(ruling.Steps);
        Assert.Equal(new Verdict(Status.Unknown, Some.Moment, Why.Resumed), ruling.After);
    }
}
