using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;

namespace Hale.Tests.Kit;

/// <summary>Things a test needs and does not care about; what it cares about it says.</summary>
public static class Some
{
    public static readonly DateTimeOffset Moment = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    public static Observation Success(double milliseconds = 12, bool saysDegraded = false, string? message = null) => new()
    {
        At = Moment,
        Took = TimeSpan.FromMilliseconds(milliseconds),
        Answered = true,
        SaysDegraded = saysDegraded,
        Message = message,
        HttpStatus = 200,
    };

    public static Observation Failure(FailureKind kind = FailureKind.Refused, bool soft = false, string? message = null) => new()
    {
        At = Moment,
        Took = TimeSpan.FromMilliseconds(12),
        Failure = new(kind, message ?? $"some {kind}", soft),
    };

    public static Observation SoftFailure(string? message = null) => Failure(FailureKind.HttpStatus, soft: true, message);

    public static Verdict Verdict(Status status, Why why = Why.None, int failures = 0, int successes = 0) =>
        new(status, Moment, why, Failures: failures, Successes: successes);

    /// <summary>A service with the contract's defaults.</summary>
    public static WatchSpec Service(CheckSpec check, string key = "shop-api") =>
        new(key, check, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), new Patience());

    /// <summary>A target with the contract's defaults.</summary>
    public static WatchSpec Target(CheckSpec check, string key = "shop:production") =>
        new(key, check, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), new Patience { Retries = 0, SoftFailure = Monitoring.Health.SoftFailure.Degraded });
}
