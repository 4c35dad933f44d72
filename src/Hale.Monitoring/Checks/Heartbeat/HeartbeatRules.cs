using System.Text.RegularExpressions;
using Cronos;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Heartbeat;

/// <summary>Reads and checks a heartbeat's description.</summary>
internal static partial class HeartbeatRules
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(31);

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for a token given as <c>***</c>.</param>
    public static HeartbeatOptions? Read(Fields fields, HeartbeatOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        if (fields.Text("url") is { } url && url.Trim() is not ("heartbeat:" or "heartbeat://"))
            fields.Wrong("url", fields.Raw("url")!, "heartbeat: and nothing behind it; its options are grace, schedule, time_zone and token");
        var zone = fields.Text("time_zone");
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            fields.Wrong("time_zone", fields.Raw("time_zone")!, "the IANA name of a time zone, such as Europe/Berlin");
        var schedule = Schedule(fields);
        if (zone is not null && schedule is null && fields.Raw("schedule") is null)
            fields.Wrong("time_zone", fields.Raw("time_zone")!, "only with a schedule");
        var grace = fields.Duration("grace", TimeSpan.Zero, LongestGrace);
        var token = Token(fields, before);
        return problems.All.Count > found
            ? null
            : new() { Grace = grace ?? HeartbeatOptions.DefaultGrace, Schedule = schedule, TimeZone = zone ?? "UTC", Token = token };
    }

    private static string? Schedule(Fields fields)
    {
        if (fields.Text("schedule") is not { } schedule)
            return null;
        try
        {
            if (HeartbeatOptions.Parse(schedule).GetNextOccurrence(DateTime.UnixEpoch) is not null)
                return schedule;
            fields.Wrong("schedule", fields.Raw("schedule")!, "a schedule that comes to pass");
        }
        catch (Exception error) when (error is CronFormatException or MissingSeedException)
        {
            fields.Wrong("schedule", fields.Raw("schedule")!, $"a cron expression of five fields, such as \"30 2 * * *\", or @daily ({error.Message.TrimEnd('.')})");
        }

        return null;
    }

    private static string? Token(Fields fields, HeartbeatOptions? before)
    {
        if (fields.Text("token") is not { } token)
            return null;
        if (token == Secrets.Mask && before?.Token is { } kept)
            return kept;
        if (Good().IsMatch(token))
            return token;
        // What was given is a credential, be it a bad one.
        fields.Wrong("token", new ScalarNode(ScalarKind.Text, Secrets.Mask, fields.Raw("token")!.At), "8 to 128 letters, digits, - and _, hard to guess");
        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{8,128}$")]
    private static partial Regex Good();
}
