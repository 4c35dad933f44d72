using System.Globalization;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>
/// The monitor's lines (contract, section 11): their texts and their category are fixed. A key with a colon is a target; of the others, the
/// services, only checks are logged.
/// </summary>
internal sealed partial class MonitorLog(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("Hale.HealthMonitor");

    /// <summary>The watch begins with these.</summary>
    public void Begin(IReadOnlyCollection<WatchSpec> specs)
    {
        var targets = specs.Where(spec => IsTarget(spec.Key) && !spec.Paused).ToList();
        Started(_logger);
        Monitoring(_logger, targets.Count);
        foreach (var target in targets)
            StartedMonitoring(_logger, target.Key, Address(target.Check));
    }

    /// <summary>A spec came, went or was replaced. A target that is asked something else is stopped and started: one monitor per key.</summary>
    public void Changed(WatchSpec? before, WatchSpec? after, bool asks)
    {
        if (!IsTarget((after ?? before)?.Key))
            return;
        var watched = before is { Paused: false };
        var watches = after is { Paused: false };
        if (watched && (!watches || asks))
            StoppedMonitoring(_logger, before!.Key);
        if (watches && (!watched || asks))
            StartedMonitoring(_logger, after!.Key, Address(after.Check));
    }

    /// <summary>A check that counts came to a result.</summary>
    public void Checked(Outcome outcome)
    {
        var key = outcome.Spec.Key;
        using var scope = outcome.CorrelationId is { } id ? _logger.BeginScope(new Dictionary<string, object> { ["correlation_id"] = id }) : null;
        var (seen, after) = (outcome.Seen, outcome.Ruling.After);
        if (seen.Failure is { } failure)
        {
            NotHealthy(_logger, key, Word(key, after.Status), Reason(failure, seen.HttpStatus));
            if (failure.Kind == FailureKind.Tls)
                Security(_logger, key, failure.Message);
        }
        else if (after.Status == Status.Degraded)
        {
            NotHealthy(_logger, key, Word(key, after.Status), after.Why == Why.Slow ? $"slow response: {after.Message}" : after.Message ?? "degraded");
        }
        else
        {
            Healthy(_logger, key, (long)Math.Round(seen.Took.TotalMilliseconds));
        }
    }

    /// <summary>The loop is alive.</summary>
    public void Beat(int active, long checks, TimeSpan oldestOverdue) => Heartbeat(_logger, active, checks, (long)oldestOverdue.TotalMilliseconds);

    /// <summary>The watch ends.</summary>
    public void End(IReadOnlyCollection<WatchSpec> specs)
    {
        StoppingAll(_logger);
        foreach (var target in specs)
            if (IsTarget(target.Key) && !target.Paused)
                StoppedMonitoring(_logger, target.Key);
    }

    private static bool IsTarget(string? key) => key?.Contains(':', StringComparison.Ordinal) == true;

    private static string Address(CheckSpec check) => check.Options.Describe(secrets: false)["url"]?.ToString() ?? check.Kind;

    private static string Word(string key, Status status) => status switch
    {
        Status.Up => IsTarget(key) ? "healthy" : "up",
        Status.Degraded => "degraded",
        Status.Down => "down",
        _ => "unknown",
    };

    private static string Reason(Failure failure, int? httpStatus)
    {
        var reason = (failure.Kind, httpStatus) switch
        {
            (FailureKind.Dns, _) => "DNS error",
            (FailureKind.Timeout, _) => "slow response",
            (FailureKind.HttpStatus, 404) => "health endpoint missing",
            (FailureKind.HttpStatus, >= 500) => "server issues",
            (FailureKind.Tls, _) => "security issue",
            _ => null,
        };
        // Many a message ends with these words already.
        return reason is null || failure.Message.EndsWith($"{reason})", StringComparison.Ordinal)
            ? failure.Message
            : string.Create(CultureInfo.InvariantCulture, $"{reason}: {failure.Message}");
    }

    [LoggerMessage(1110, LogLevel.Information, "HealthMonitor started")]
    private static partial void Started(ILogger logger);

    [LoggerMessage(1111, LogLevel.Information, "Monitoring {Count} deployments")]
    private static partial void Monitoring(ILogger logger, int count);

    [LoggerMessage(1112, LogLevel.Information, "Started monitoring {Key} at {Url}")]
    private static partial void StartedMonitoring(ILogger logger, string key, string url);

    [LoggerMessage(1113, LogLevel.Information, "Stopped monitoring {Key}")]
    private static partial void StoppedMonitoring(ILogger logger, string key);

    [LoggerMessage(1114, LogLevel.Debug, "{Key} - Healthy ({Milliseconds}ms)")]
    private static partial void Healthy(ILogger logger, string key, long milliseconds);

    [LoggerMessage(1115, LogLevel.Error, "{Key} - {Status} ({Error})")]
    private static partial void NotHealthy(ILogger logger, string key, string status, string error);

    [LoggerMessage(1116, LogLevel.Warning, "Security event: the TLS certificate or handshake of {Key} is not valid ({Error})")]
    private static partial void Security(ILogger logger, string key, string error);

    [LoggerMessage(1117, LogLevel.Information,
        "HealthMonitor heartbeat: {ActiveMonitors} active monitors, {Checks} checks since the last one, oldest overdue {OldestOverdueMs} ms")]
    private static partial void Heartbeat(ILogger logger, int activeMonitors, long checks, long oldestOverdueMs);

    [LoggerMessage(1118, LogLevel.Information, "Stopping all monitors")]
    private static partial void StoppingAll(ILogger logger);
}
