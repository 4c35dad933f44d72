using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Server.History.Coding;

/// <summary>One result in the precision it is kept in.</summary>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Latency">A step of the <see cref="LatencyScale"/>; <see cref="LatencyScale.None"/> when no answer came.</param>
internal readonly record struct Reading(long At, int Latency, Status Status, FailureKind? Failure, string? Message)
{
    /// <summary>Takes a result; anything finer than is kept is rounded.</summary>
    public static Reading Of(DateTimeOffset at, double? latencyMs, Status status, FailureKind? failure, string? message) =>
        new(at.ToUnixTimeMilliseconds(), LatencyScale.Of(latencyMs), status, failure, message);

    /// <summary>The result as it is answered.</summary>
    public Sample ToSample(string key) =>
        new(key, DateTimeOffset.FromUnixTimeMilliseconds(At), Status, LatencyScale.Milliseconds(Latency), Failure, Message);
}
