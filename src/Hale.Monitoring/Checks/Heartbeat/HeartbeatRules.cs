using System.Text.RegularExpressions;
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
        var zone = CronSchedule.Zone(fields, "time_zone");
        // Without a zone there is a problem already; the schedule is looked at all the same.
        CronSchedule.Read(fields, "schedule", zone ?? TimeZoneInfo.Utc);
        if (fields.Raw("time_zone") is { } given && fields.Raw("schedule") is null)
            fields.Wrong("time_zone", given, "only with a schedule");
        var grace = fields.Duration("grace", TimeSpan.Zero, LongestGrace);
        var token = Token(fields, before);
        return problems.All.Count > found
            ? null
            : new()
            {
                Grace = grace ?? HeartbeatOptions.DefaultGrace,
                Schedule = fields.Text("schedule"),
                TimeZone = fields.Text("time_zone") ?? "UTC",
                Token = token,
            };
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
