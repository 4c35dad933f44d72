using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>Reads what Healthchecks' API answers for <c>/api/v3/checks/</c>: each check becomes a heartbeat, under the code that it is called with.</summary>
internal sealed partial class HealthchecksImport : IImport
{
    private const string Needed = "the JSON of Healthchecks' API, {\"checks\": […]}, or its list alone";

    public string Tool => "healthchecks";

    public Imported Read(ImportSource source)
    {
        var checks = SourceJson.Read(source.File, Needed) switch
        {
            ListNode list => list,
            MapNode map when map.Find("checks") is ListNode list => list,
            MapNode map when map.Find("timeout") is not null || map.Find("schedule") is not null => new([map]),
            var other => throw new UsageException($"{source.File.Name}: found {SourceJson.Found(other)}; allowed: {Needed}"),
        };
        var harvest = new Harvest();
        foreach (var (index, node) in checks.Items.Index())
            if (node is MapNode check)
                Check(check, index, harvest);
            else
                harvest.Lose(source.File.Name, $"checks[{index}]", $"found {SourceJson.Found(node)}; allowed: a mapping");
        return harvest.Done();
    }

    private static void Check(MapNode map, int index, Harvest harvest)
    {
        var name = Filled(map, "name") ?? Filled(map, "slug") ?? string.Create(CultureInfo.InvariantCulture, $"check-{index + 1}");
        var part = new Part(map, name, "", harvest);
        part.Ignore("name", "slug", "unique_key", "uuid", "n_pings", "started", "last_ping", "next_ping", "last_duration", "update_url", "pause_url", "resume_url", "badge_url");
        var check = new JsonObject { ["type"] = "heartbeat" };
        var body = new JsonObject { ["check"] = check };
        if (Code(part) is { } code)
            check["token"] = code;
        else
            part.Tell("ping_url", "found none, as with a read-only key; the hub makes another");
        if (part.Text("schedule") is { } schedule)
            Schedule(part, schedule, check);
        else
            body.Timing(part, ("timeout", part.Duration("timeout")), ("", null));
        if (Writing.Bounded(part, ("grace", part.Duration("grace")), TimeSpan.Zero, TimeSpan.FromDays(31)) is { } grace)
            check["grace"] = Durations.Format(grace);
        if (part.Text("status") == "paused")
            body["paused"] = true;
        if (Labels(part.Text("tags")) is { } labels)
            body["labels"] = labels;
        Rest(part);
        harvest.Add(name, "healthchecks", name, body);
    }

    private static string? Filled(MapNode map, string key) => map.Find(key) is ScalarNode { Text: var text } && text.Trim().Length > 0 ? text : null;

    private static void Schedule(Part part, string schedule, JsonObject check)
    {
        part.Ignore("timeout");
        check["schedule"] = schedule;
        if (part.Text("tz") is { } zone && zone != "UTC")
            check["time_zone"] = zone;
    }

    private static void Rest(Part part)
    {
        part.Ignore("status", "tz");
        part.Lose("channels", "channels are declared in Hale's own file");
        part.Lose("desc", "a service of Hale's has no description");
        if (part.Text("methods") is { Length: > 0 })
            part.Lose("methods", "Hale takes GET and POST");
        foreach (var key in (string[])["subject", "subject_fail", "start_kw", "success_kw", "failure_kw"])
            part.Lose(key, "Hale goes by what is called, and not by words in it");
        part.Done();
    }

    /// <summary>The code that a job calls: the last segment of its address that is one.</summary>
    private static string? Code(Part part)
    {
        var address = part.Text("ping_url");
        return address is not null && CodeRegex().Match(address) is { Success: true } match ? match.Value : null;
    }

    private static JsonObject? Labels(string? tags) => Writing.Map(
        (tags ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(tag => tag.Split(['=', ':'], 2))
            .Select(pair => KeyValuePair.Create(pair[0], pair.Length > 1 && pair[1].Length > 0 ? pair[1] : "true")));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CodeRegex();
}
