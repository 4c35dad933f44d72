using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>Reads Uptime Kuma's monitors, from its backup (JSON) or its database (SQLite). The outermost group of a monitor becomes its project.</summary>
internal sealed class KumaImport : IImport
{
    private const string Needed = "Uptime Kuma's backup, a mapping with monitorList, or its database, kuma.db";
    private const int Deepest = 32;

    public string Tool => "uptime-kuma";

    public Imported Read(ImportSource source)
    {
        var database = SourceDatabase.Is(source.File.Content) ? SourceDatabase.Of(source, source.File, Needed) : null;
        var monitors = database is null ? Backup(source.File) : KumaDatabase.Read(database);
        var harvest = new Harvest();
        var services = new Dictionary<string, string>();
        var groups = monitors.Where(monitor => Text(monitor, "type") == "group" && Text(monitor, "id") is not null)
            .GroupBy(monitor => Text(monitor, "id")!).ToDictionary(group => group.Key, group => group.First());
        foreach (var (index, map) in monitors.Index())
        {
            if (Text(map, "type") == "group")
                continue;
            var name = Text(map, "name") ?? string.Create(CultureInfo.InvariantCulture, $"monitor-{index + 1}");
            if (Monitor(new(map, name, "", harvest, loose: true), (name, GroupsOf(map, groups)), harvest) is { } id && Text(map, "id") is { } number)
                services[number] = id;
        }

        return database is null ? harvest.Done() : History(database, services, harvest);
    }

    private static Imported History(SourceDatabase database, Dictionary<string, string> services, Harvest harvest)
    {
        if (KumaDatabase.Maintenance(database) is not { } beats)
            return harvest.Done();
        if (beats > 0)
            harvest.Lose(database.File.Name, "heartbeat", string.Create(CultureInfo.InvariantCulture, $"{beats} beats of maintenance, which are no results"));
        return harvest.Done() with { Results = KumaDatabase.Beats(database, services) };
    }

    private static List<MapNode> Backup(SourceFile file)
    {
        var read = SourceJson.Read(file, Needed);
        if ((read as MapNode)?.Find("monitorList") is not ListNode list)
            throw new UsageException($"{file.Name}: found {SourceJson.Found(read)}; allowed: {Needed}");
        return [.. list.Items.OfType<MapNode>()];
    }

    private static string? Monitor(Part part, (string Name, IReadOnlyList<string> Groups) place, Harvest harvest)
    {
        var type = part.Text("type") ?? "";
        var body = new JsonObject();
        if (part.Bool("upsidedown"))
        {
            harvest.Lose(place.Name, "upsideDown", "a check of Hale's that fails is down, and never the other way round; the monitor is left out");
            return null;
        }

        if (KumaChecks.Of(type, part, body) is not { } check)
        {
            harvest.Lose(place.Name, "type", $"found {type}; allowed: {string.Join(", ", KumaChecks.Types)}; the monitor is left out");
            return null;
        }

        body["check"] = check;
        var interval = part.Number("interval") is { } seconds and > 0 ? seconds : 60;
        // Without one of its own, Uptime Kuma waits for four fifths of the interval.
        var timeout = part.Number("timeout") is { } own and > 0 ? own : interval * 0.8;
        body.Timing(part, ("interval", TimeSpan.FromSeconds(Math.Min(interval, 3e9))), ("timeout", type == "push" ? null : TimeSpan.FromSeconds(Math.Min(timeout, 3e9))));
        if (part.Number("maxretries") is { } retries)
            body["retries"] = (int)Math.Clamp(retries, 0, 100);
        if (!part.Bool("active", absent: true))
            body["paused"] = true;
        if (Labels(part, place.Groups) is { } labels)
            body["labels"] = labels;
        Rest(part, interval);
        return harvest.Add(place.Name, place.Groups.Count > 0 ? place.Groups[0] : "uptime-kuma", place.Name, body);
    }

    /// <summary>What a monitor has beside its check. A backup has every column there is, so only those that say something are told.</summary>
    private static void Rest(Part part, double interval)
    {
        if (part.Number("retryinterval") is { } again && again > 0 && again != interval)
            part.Lose("retryinterval", "after a failure Hale tries again after 1s, 2s, 4s … on its own");
        if (part.Number("resendinterval") is > 0)
            part.Lose("resendinterval", "escalations are declared in Hale's own file");
        part.Lose("notificationidlist", "channels are declared in Hale's own file");
        part.Lose("description", "a service of Hale's has no description");
        if (part.Raw("conditions") is ScalarNode { Text: not ("" or "[]") } or ListNode { Items.Count: > 0 })
            part.Lose("conditions", "Hale has nothing that corresponds");
    }

    private static JsonObject? Labels(Part part, IReadOnlyList<string> groups)
    {
        var pairs = part.List("tags").OfType<MapNode>()
            .Select(tag => KeyValuePair.Create(Text(tag, "name") ?? "", Text(tag, "value") is { Length: > 0 } value ? value : "true"));
        return Writing.Map(groups.Count > 1 ? pairs.Prepend(KeyValuePair.Create("group", string.Join('/', groups))) : pairs);
    }

    /// <summary>The groups a monitor stands in, the outermost first.</summary>
    private static List<string> GroupsOf(MapNode monitor, Dictionary<string, MapNode> groups)
    {
        var path = new List<string>();
        for (var at = monitor; path.Count < Deepest && Text(at, "parent") is { } parent && groups.TryGetValue(parent, out var group); at = group)
            path.Insert(0, Text(group, "name") ?? parent);
        return path;
    }

    private static string? Text(MapNode map, string key) => map.Find(key) is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;
}
