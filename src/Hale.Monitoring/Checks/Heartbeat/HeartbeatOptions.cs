using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Heartbeat;

/// <summary>When a service is to call, and how it is known.</summary>
public sealed record HeartbeatOptions : IPassiveOptions
{
    /// <summary>How late a call may be.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromMinutes(1);

    /// <summary>How late a call may be before it is missed.</summary>
    /// <value>Default: <see cref="DefaultGrace"/>. Allowed: 0 s to 31 d.</value>
    public TimeSpan Grace { get; init; } = DefaultGrace;

    /// <summary>When it calls, as cron spells it; null for once in every interval.</summary>
    public string? Schedule { get; init; }

    /// <summary>The time zone of <see cref="Schedule"/>, by its IANA name.</summary>
    /// <value>Default: <c>UTC</c>.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What it calls with; null when the hub makes one.</summary>
    public string? Token { get; init; }

    /// <inheritdoc/>
    public string Call => "heartbeat";

    /// <inheritdoc/>
    public bool ByToken => true;

    /// <inheritdoc/>
    public string ServiceType => "job";

    /// <inheritdoc/>
    public bool IsPassive => true;

    /// <summary>The moment at which the call after <paramref name="last"/> is missed.</summary>
    /// <param name="interval">From one call to the next, where there is no schedule.</param>
    public DateTimeOffset Deadline(DateTimeOffset last, TimeSpan interval)
    {
        if (Schedule is null)
            return last + interval + Grace;
        // It was accepted when it was read, and so was its zone.
        var schedule = CronSchedule.Read(Schedule, TimeZoneInfo.FindSystemTimeZoneById(TimeZone), out _)!;
        return (schedule.Next(last) ?? DateTimeOffset.MaxValue - Grace) + Grace;
    }

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "heartbeat" };
        if (Grace != DefaultGrace)
            described["grace"] = Durations.Format(Grace);
        if (Schedule is not null)
            described["schedule"] = Schedule;
        if (TimeZone != "UTC")
            described["time_zone"] = TimeZone;
        if (Token is { } token)
            described["token"] = secrets ? token : Secrets.Mask;
        return described;
    }
}
