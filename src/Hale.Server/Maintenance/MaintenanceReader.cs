using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Server.Maintenance;

/// <summary>Reads a window's description, and writes it for the store. The same rules for a request and a stored row.</summary>
internal static class MaintenanceReader
{
    /// <summary>The most windows there may be.</summary>
    public const int Most = 1_000;

    /// <summary>How often one window may come round in a year: every hour.</summary>
    public const int MostAYear = 10_000;

    private const int MostNames = 1_000;

    private const string Allowed = "a time such as 2026-11-05T10:00:00Z, of the years 2000 to 2199";

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestOnce = TimeSpan.FromDays(366);
    private static readonly TimeSpan Year = TimeSpan.FromDays(366);

    /// <summary>Reads; null when there are problems.</summary>
    /// <param name="id">What the URL says.</param>
    /// <param name="declared">Its times; the etag is filled in.</param>
    public static MaintenanceSpec? Read(Node body, string id, Declaration declared, Problems problems)
    {
        var count = problems.All.Count;
        if (!Describing.IsMap(body, "", problems))
            return null;
        var fields = new Fields(body, "", problems);
        fields.Id("id", id);
        var title = fields.Require("title", "a sentence for people, such as \"The database is moved\"") ? fields.Name("title") : null;
        var scope = Scope(fields, problems);
        var (from, to) = (fields.Require("from", Allowed) ? Time(fields, "from") : null, Time(fields, "to"));
        var recurs = Recurs(fields, from, problems);
        CheckEnd(fields, from, to);
        fields.IgnoreReadOnly();
        fields.Ignore("state", "next_from", "next_to");
        fields.Done();
        if (problems.All.Count > count)
            return null;
        var spec = new MaintenanceSpec { Id = id, Title = title!, Of = scope, From = from!.Value, To = to, Recurs = recurs, Declared = declared };
        return spec with { Declared = declared with { Etag = Definitions.Etag(id, Text(spec)) } };
    }

    /// <summary>A window as JSON: what is kept, and what its etag is taken from.</summary>
    public static string Text(MaintenanceSpec spec)
    {
        var json = new JsonObject { ["title"] = spec.Title, ["from"] = Text(spec.From) };
        if (spec.To is { } to)
            json["to"] = Text(to);
        if (spec.Of.Projects.Count > 0)
            json["projects"] = new JsonArray([.. spec.Of.Projects.Select(each => JsonValue.Create(each))]);
        if (spec.Of.Services.Count > 0)
            json["services"] = new JsonArray([.. spec.Of.Services.Select(each => JsonValue.Create(each))]);
        if (spec.Of.Labels.Count > 0)
            json["labels"] = new JsonObject(spec.Of.Labels.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value)));
        if (spec.Recurs is { } recurs)
            (json["cron"], json["duration"], json["time_zone"]) = (recurs.Cron, Durations.Format(recurs.Duration), recurs.TimeZone);
        return json.ToJsonString();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static MaintenanceScope Scope(Fields fields, Problems problems)
    {
        var (projects, services) = (NamesOf(fields, "projects"), NamesOf(fields, "services"));
        var labels = fields.Labels(problems);
        if (fields.Raw("labels") is MapNode { Entries.Count: 0 or > MostNames } map)
            fields.Wrong("labels", map, $"1 to {MostNames} labels, or none and no field");
        return new(projects, services, labels);
    }

    // An empty list would make it of everything, which hardly anybody means by it.
    private static string[] NamesOf(Fields fields, string key)
    {
        if (fields.Texts(key) is not { } names)
            return [];
        if (names.Count > MostNames || (fields.Raw(key) is ListNode { Items.Count: 0 }))
            fields.Wrong(key, fields.Raw(key)!, $"1 to {MostNames} names, or no field at all");
        return [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static DateTimeOffset? Time(Fields fields, string key)
    {
        if (fields.Text(key) is not { } text)
            return null;
        if (text.Length >= 20 && text[10] is 'T' or 't'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year is >= 2000 and < 2200)
            return Assemble.Cut(time);
        fields.Wrong(key, fields.Raw(key)!, Allowed);
        return null;
    }

    private static Recurrence? Recurs(Fields fields, DateTimeOffset? from, Problems problems)
    {
        var count = problems.All.Count;
        var zone = CronSchedule.Zone(fields, "time_zone");
        var schedule = CronSchedule.Read(fields, "cron", zone ?? TimeZoneInfo.Utc);
        var duration = fields.Duration("duration", Shortest, Longest);
        if (fields.Raw("cron") is not { } cron)
        {
            foreach (var key in (string[])["duration", "time_zone"])
                if (fields.Raw(key) is { } given)
                    fields.Wrong(key, given, "only with cron; a window that comes once has from and to");
            return null;
        }

        fields.Require("duration", $"how long each time lasts, {Durations.Format(Shortest)} to {Durations.Format(Longest)}");
        if (schedule is null || duration is null || from is not { } start || problems.All.Count > count)
            return null;
        var often = Count(schedule, start);
        if (often > MostAYear)
            fields.Wrong("cron", cron, $"what comes round at most {MostAYear} times in a year, such as every hour");
        return new(fields.Text("cron")!, fields.Text("time_zone") ?? "UTC", duration.Value, schedule, often);
    }

    private static int Count(CronSchedule schedule, DateTimeOffset from)
    {
        var often = 0;
        for (var next = schedule.Next(from, inclusive: true); next < from + Year && often <= MostAYear; next = schedule.Next(next.Value))
            often++;
        return often;
    }

    private static void CheckEnd(Fields fields, DateTimeOffset? from, DateTimeOffset? to)
    {
        var once = fields.Raw("cron") is null;
        if (once)
            fields.Require("to", "when it ends; or cron and duration, for one that comes round");
        if (from is not { } start || to is not { } end)
            return;
        if (end <= start)
            fields.Wrong("to", fields.Raw("to")!, "a time after from");
        else if (once && end - start > LongestOnce)
            fields.Wrong("to", fields.Raw("to")!, $"a time at most {Durations.Format(LongestOnce)} after from");
    }
}
