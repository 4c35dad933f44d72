using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Server.History;

/// <summary>What is held of a key beside its spec, over restarts too.</summary>
/// <param name="Last">The last result that counted; null before the first.</param>
/// <param name="SuccessRate">Percent of the checks of the running hour and the 23 before it; null without any.</param>
/// <param name="ErrorCount">The failed ones of the same checks.</param>
/// <param name="LastError">The last failure's message, however old.</param>
internal sealed record Held(Verdict Verdict, HeldResult? Last, double? SuccessRate, long ErrorCount, string? LastError);

/// <summary>The last result, without its evidence.</summary>
/// <param name="LatencyMs">Null when no answer came.</param>
/// <param name="Details">What the answer told of the target; never changed once it stands here.</param>
internal sealed record HeldResult(
    DateTimeOffset At, bool Success, double? LatencyMs, FailureKind? Failure, string? Message, Phases Phases, JsonObject? Details,
    DateTimeOffset? CertificateExpiresAt);
