using System.Text.Json.Nodes;
using Hale.Client;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Specs;
using Hale.Monitoring.Watch;
using Hale.Server.Heartbeats;
using Hale.Server.History;
using Hale.Server.Registry;

namespace Hale.Server.Live;

/// <summary>The rooms' values in the wire's words. Pure.</summary>
internal static class Views
{
    public static ServiceView Service(ServiceSpec spec, HealthView health) => new(
        spec.Id, spec.Project, spec.Name, spec.Type, spec.Critical, Describe(spec.Check),
        Durations.Format(spec.Timing.Interval), Durations.Format(spec.Timing.Timeout), spec.Timing.Patience.Retries,
        Durations.Format(spec.Timing.Patience.DegradedAbove), spec.Timing.Patience.RecoverAfter, SoftFailureWord(spec.Timing.Patience),
        spec.Timing.Patience.DegradeAfter, spec.DependsOn, spec.Labels, spec.Paused, spec.Version, spec.Port, spec.ContainerId, health,
        Manager(spec.Declared), spec.Declared.Place, spec.Declared.Etag, spec.Declared.CreatedAt, spec.Declared.UpdatedAt);

    public static HealthView Health(Watched? watched, Held held, string? cause)
    {
        var verdict = watched?.Verdict ?? held.Verdict;
        var last = held.Last;
        return new(
            Words.Of(verdict.Status), verdict.Since, Words.Of(verdict.Why), verdict.Message, cause, last?.At, watched?.NextCheckAt,
            Round(last?.LatencyMs), verdict.Failures, verdict.Successes, held.SuccessRate, held.ErrorCount, held.LastError,
            verdict.Failure is { } kind ? Words.Of(kind) : null, Phases(last?.Phases), last?.Details);
    }

    public static TargetView Target(TargetSpec spec, TargetHealthView health)
    {
        var check = Describe(spec.Check);
        return new(
            spec.Id, spec.Project, spec.ShownUrl, check["expect"] as JsonObject, Texts(check["headers"] as JsonObject), spec.ProcessName,
            Durations.Format(spec.Timing.Interval), Durations.Format(spec.Timing.Timeout), spec.Timing.Patience.Retries,
            Durations.Format(spec.Timing.Patience.DegradedAbove), spec.Timing.Patience.RecoverAfter, SoftFailureWord(spec.Timing.Patience),
            spec.Timing.Patience.DegradeAfter, DeploymentStatus(spec, health.Status), health, Manager(spec.Declared), spec.Declared.Place, spec.Declared.Etag,
            spec.Declared.CreatedAt, spec.Declared.UpdatedAt);
    }

    /// <summary>A target's health, as the systems it comes from wrote it: what was not measured is absent.</summary>
    public static TargetHealthView TargetHealth(Watched? watched, Held held)
    {
        var verdict = watched?.Verdict ?? held.Verdict;
        if (held.Last is not { } last || verdict.Status == Status.Unknown)
            return new(Words.TargetHealth(verdict.Status), held.Last?.At, null, null, null, verdict.Message);
        long? uptime = last.Success ? Uptime(last.Details) : null;
        return new(Words.TargetHealth(verdict.Status), last.At, Round(last.LatencyMs), uptime, last.Success ? 0 : 100, verdict.Message ?? last.Message);
    }

    public static ProjectView Project(ProjectSpec spec, IReadOnlyList<string> targets) => new(
        spec.Id, spec.Name, spec.Labels, Definitions.Defaults(spec), spec.PrimaryTarget ?? (targets.Count > 0 ? targets[0] : null), targets,
        Manager(spec.Declared), spec.Declared.Place, spec.Declared.Etag, spec.Declared.CreatedAt, spec.Declared.UpdatedAt);

    public static ResultView Result(Outcome outcome) => new(
        outcome.Seen.At, outcome.Seen.Success, Words.Of(outcome.Ruling.After.Status), LatencyMs(outcome.Seen),
        outcome.Seen.Failure is { } failure ? Words.Of(failure.Kind) : null, outcome.Seen.Failure?.Message ?? outcome.Seen.Message)
    {
        ServiceId = outcome.Spec.Key,
        Attempts = outcome.Seen.Success ? 0 : outcome.Counted ? outcome.Ruling.After.Failures : 1,
        Phases = Phases(outcome.Seen.Phases),
    };

    public static ResultView Result(Sample sample) => new(
        sample.At, sample.Success, Words.Of(sample.Status), Round(sample.LatencyMs), sample.Failure is { } kind ? Words.Of(kind) : null, sample.Message);

    public static IReadOnlyDictionary<string, InheritedView> Inherited(IReadOnlyList<Inherited> settings) =>
        settings.ToDictionary(each => each.Name, each => new InheritedView(each.Value, each.From switch { Giver.Project => "project", Giver.Hub => "hub", _ => "built_in" }));

    /// <summary>What was seen of a definition that is not kept, judged as a first check without patience would be.</summary>
    public static TrialView Trial(Observation seen, Patience patience)
    {
        var verdict = Judge.Next(Verdict.Unchecked(seen.At), seen, patience with { Retries = 0 }, seen.At).After;
        return new(
            seen.At, seen.Success, Words.Of(verdict.Status), Words.Of(verdict.Why), LatencyMs(seen), seen.Failure is { } failure ? Words.Of(failure.Kind) : null,
            verdict.Message, Phases(seen.Phases), seen.Evidence, seen.Answer, Details.Of(seen.Details));
    }

    public static EvidenceView Evidence(Evidence kept) =>
        new(kept.At, Words.Of(kept.Failure), kept.Message, kept.Steps, Phases(kept.Phases), kept.Answer);

    public static EventView Event(StatusEvent kept) => new(
        kept.Step.At, Words.Of(kept.Step.From), Words.Of(kept.Step.To), Words.Of(kept.Step.Why) ?? "", kept.Step.Message, kept.Cause);

    public static ChangeView Change(DefinitionChange change) => new(
        change.At, change.Service, change.By == Origin.File ? "file" : "api", change.Place,
        [.. change.Fields.Select(each => new FieldChangeView(each.Field, each.Before, each.After, each.Secret))]);

    public static UptimeDaysView Days(DateTimeOffset now, IReadOnlyList<Uptime> days)
    {
        var first = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - days.Count);
        return new([.. days.Select((day, at) => new UptimeDayView(
            first.AddDays(at), day.Percent is { } percent ? Math.Round(percent, 4) : null,
            Seconds(day.Up), Seconds(day.Degraded), Seconds(day.Down), Seconds(day.Unknown), Seconds(day.Paused), Seconds(day.Maintenance)))]);
    }

    public static UptimeStripView Strip(Strip strip) => new(
        strip.Key, strip.Uptime.Percent is { } percent ? Math.Round(percent, 4) : null, Seconds(strip.Uptime.Down), [.. strip.Slots.Select(Words.Of)]);

    public static RuleView Rule(Timing timing) => new(
        Durations.Format(timing.Interval), Durations.Format(timing.Timeout), timing.Patience.Retries, Durations.Format(timing.Patience.DegradedAbove),
        timing.Patience.RecoverAfter, SoftFailureWord(timing.Patience), timing.Patience.DegradeAfter);

    public static BeatView Beat(Beat beat) => new(
        beat.At, beat.Kind.ToString().ToLowerInvariant(), beat.ExitStatus, beat.Duration?.TotalMilliseconds, beat.Body);

    public static HistoryView History(Points points) => new(
        points.From, points.To, points.Step.TotalSeconds,
        [.. points.Items.Select(point => new HistoryPointView(point.At, Latency(point.LatencyMs), point.Checks, point.Failures, Words.Of(point.Status)))]);

    public static UptimeView Uptime(TimeSpan window, Uptime uptime) => new(
        Durations.Format(window), uptime.Percent is { } percent ? Math.Round(percent, 4) : null, Seconds(uptime.Up), Seconds(uptime.Degraded),
        Seconds(uptime.Down), Seconds(uptime.Unknown), Seconds(uptime.Paused), Seconds(uptime.Maintenance), Seconds(uptime.Caused));

    public static VersionUptimeView Uptime(VersionUptime part) => new(
        part.Version, part.From, part.To, part.Uptime.Percent is { } percent ? Math.Round(percent, 4) : null, Seconds(part.Uptime.Up), Seconds(part.Uptime.Degraded),
        Seconds(part.Uptime.Down), Seconds(part.Uptime.Unknown), Seconds(part.Uptime.Paused), Seconds(part.Uptime.Maintenance), Seconds(part.Uptime.Caused));

    public static DeploymentUptimeView Uptime(TargetSpec target, Uptime uptime) => new(
        target.Key, target.Id, uptime.Percent is { } percent ? Math.Round(percent, 4) : null, Seconds(uptime.Up), Seconds(uptime.Degraded), Seconds(uptime.Down),
        Seconds(uptime.Unknown), Seconds(uptime.Paused), Seconds(uptime.Maintenance));

    public static TrendView Trend(Trend trend) => new(
        Durations.Format(trend.To - trend.From), trend.From, trend.To, Total(trend.Now), Total(trend.Before),
        trend.SlopeMsPerDay is { } slope ? Math.Round(slope, 3) : null, Change(trend.Now.LatencyMs?.P50, trend.Before.LatencyMs?.P50),
        Change(trend.Now.LatencyMs?.P95, trend.Before.LatencyMs?.P95));

    /// <summary>How long the answer took; null when none came.</summary>
    public static double? LatencyMs(Observation seen) => Round(seen.Latency?.TotalMilliseconds);

    private static TotalView Total(Total total) => new(
        total.Uptime.Percent is { } percent ? Math.Round(percent, 4) : null, Seconds(total.Uptime.Down), total.Checks, total.Failures, Latency(total.LatencyMs));

    private static double? Change(double? now, double? before) => now is { } value && before > 0 ? Math.Round((value / before.Value - 1) * 100, 1) : null;

    private static LatencyView? Latency(Latencies? latency) => latency is null
        ? null
        : new(Rounded(latency.Min), Rounded(latency.Avg), Rounded(latency.Max), Rounded(latency.P50), Rounded(latency.P95));

    private static double Rounded(double milliseconds) => Math.Round(milliseconds, 3);

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private static string SoftFailureWord(Patience patience) => patience.SoftFailure == SoftFailure.Down ? "down" : "degraded";

    public static string Manager(Declaration declared) => declared.ManagedBy == Origin.File ? "file" : "api";

    private static JsonObject Describe(CheckSpec check) => check.Options.Describe(secrets: false);

    private static string DeploymentStatus(TargetSpec spec, string health) => (spec.Stopped, health) switch
    {
        (true, _) => "stopped",
        (_, "healthy") => "running",
        (_, "unknown") => "pending",
        _ => "unhealthy",
    };

    private static PhasesView? Phases(Phases? measured) => measured is { } phases
        ? new(Round(phases.DnsMs), Round(phases.ConnectMs), Round(phases.TlsMs), Round(phases.FirstByteMs), Round(phases.TotalMs))
        : null;

    private static double? Round(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 3) : null;

    private static long Uptime(JsonObject? details) =>
        details?["uptime"] is JsonValue value && value.TryGetValue(out double seconds) && seconds is >= 0 and < 1e15 ? (long)seconds : 0;

    private static SortedDictionary<string, string>? Texts(JsonObject? map)
    {
        if (map is null)
            return null;
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
            texts[name] = value?.ToString() ?? "";
        return texts;
    }
}
