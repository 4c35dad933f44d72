using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History;

namespace Hale.Server;

/// <summary>The outside's words for the engine's values (contract, section 2).</summary>
internal static class Words
{
    public static string Of(Status status) => status switch
    {
        Status.Up => "up",
        Status.Degraded => "degraded",
        Status.Down => "down",
        _ => "unknown",
    };

    public static string Of(Stance stance) => stance switch
    {
        Stance.Up => "up",
        Stance.Degraded => "degraded",
        Stance.Down => "down",
        Stance.Paused => "paused",
        Stance.Maintenance => "maintenance",
        _ => "unknown",
    };

    public static string Of(Overall overall) => overall switch
    {
        Overall.Healthy => "healthy",
        Overall.Degraded => "degraded",
        Overall.Unhealthy => "unhealthy",
        _ => "unknown",
    };

    /// <summary>A target's health: the same four, in the words of deployments.</summary>
    public static string TargetHealth(Status status) => status == Status.Up ? "healthy" : Of(status);

    public static string? Of(Why why) => why switch
    {
        Why.FirstSuccess => "first_success",
        Why.Fast => "fast",
        Why.Slow => "slow",
        Why.BodyDegraded => "body_degraded",
        Why.BodyOk => "body_ok",
        Why.Failures => "failures",
        Why.SoftFailures => "soft_failures",
        Why.DegradedAfter => "degraded_after",
        Why.Recovered => "recovered",
        Why.Paused => "paused",
        Why.Resumed => "resumed",
        Why.HubIsolated => "hub_isolated",
        Why.Stopped => "stopped",
        Why.Imported => "imported",
        _ => null,
    };

    public static string Of(FailureKind kind) => kind switch
    {
        FailureKind.Timeout => "timeout",
        FailureKind.ConnectTimeout => "connect_timeout",
        FailureKind.Dns => "dns",
        FailureKind.Refused => "refused",
        FailureKind.Unreachable => "unreachable",
        FailureKind.Reset => "reset",
        FailureKind.Tls => "tls",
        FailureKind.HttpStatus => "http_status",
        FailureKind.Body => "body",
        FailureKind.Protocol => "protocol",
        FailureKind.Auth => "auth",
        FailureKind.ExitCode => "exit_code",
        FailureKind.Resource => "resource",
        FailureKind.HeartbeatMissed => "heartbeat_missed",
        FailureKind.Blocked => "blocked",
        _ => "internal",
    };

    /// <summary>The two largest units of a time span.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(1, (int)span.TotalSeconds)} s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalDays: < 1 } => Two(span.Hours, "h", span.Minutes, "min"),
        _ => Two((int)span.TotalDays, "d", span.Hours, "h"),
    };

    /// <summary>Reads a kind of failure; null for any other word.</summary>
    public static FailureKind? ReadFailure(string word)
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
            if (Of(kind) == word)
                return kind;
        return null;
    }

    /// <summary>Reads a status; every system's synonym is understood.</summary>
    public static Status? ReadStatus(string word) => word.ToLowerInvariant() switch
    {
        "up" or "healthy" => Status.Up,
        "degraded" => Status.Degraded,
        "down" or "unhealthy" => Status.Down,
        "unknown" => Status.Unknown,
        _ => null,
    };

    private static string Two(int many, string unit, int few, string smaller) => few == 0 ? $"{many} {unit}" : $"{many} {unit} {few} {smaller}";
}
