using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>Reads Gatus's <c>config.yaml</c>: its endpoints, and the external ones as heartbeats; and the history in its database.</summary>
internal sealed partial class GatusImport : IImport
{
    private const string Needed = "Gatus's configuration, a mapping with endpoints or external-endpoints";
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    public string Tool => "gatus";

    public Imported Read(ImportSource source)
    {
        if (SourceDatabase.Is(source.File.Content))
            return new([], []) { Results = GatusDatabase.Read(source, source.File) };
        var map = SourceYaml.ReadMap(source.File, Needed);
        var harvest = new Harvest();
        var top = new Part(Expanded(map, source, harvest), source.File.Name, "", harvest);
        var endpoints = top.List("endpoints").Concat(top.List("services")).ToArray();
        var external = top.List("external-endpoints");
        if (endpoints.Length == 0 && external.Count == 0)
            throw new UsageException($"{source.File.Name}: found a mapping with {Names(map)}; allowed: {Needed}");
        foreach (var node in endpoints)
            Endpoint(node, source.File.Name, harvest);
        foreach (var node in external)
            External(node, source.File.Name, harvest);
        top.Lose("suites", "Hale asks each service for itself; add the steps one by one");
        top.Lose("alerting", "channels and escalations are declared in Hale's own file");
        top.Ignore("ui", "web", "storage", "metrics", "debug", "concurrency", "disable-monitoring-lock", "skip-invalid-config-update");
        // Names that begin so are nobody's: what they hold is used by alias.
        top.Ignore([.. map.Entries.Select(entry => entry.Key).Where(key => key.StartsWith("x-", StringComparison.Ordinal))]);
        top.Done();
        return source.History is { } history ? harvest.Done() with { Results = GatusDatabase.Read(source, history) } : harvest.Done();
    }

    private static void Endpoint(Node node, string file, Harvest harvest)
    {
        if (Open(node, file, harvest) is not { } opened)
            return;
        var (part, item, group, name) = opened;
        var (url, body, dns) = (part.Text("url") ?? "", new JsonObject(), part.Map("dns"));
        var conditions = part.List("conditions");
        var client = part.Map("client");
        var check = dns is null ? GatusChecks.Of(url, part, client) : GatusChecks.Dns(url, dns);
        if (check is null)
        {
            harvest.Lose(item, "url", $"found {(Scheme().Match(url) is { Success: true } match ? match.Value : "no scheme")}; "
                + "allowed: http, https, tcp, tls, icmp, ssh, grpc, grpcs, or dns beside it");
            return;
        }

        body["check"] = check;
        body.Timing(part, ("interval", part.Duration("interval") ?? DefaultInterval), ("client.timeout", client?.Duration("timeout") ?? DefaultTimeout));
        new GatusConditions(item, harvest, check, body).Read(conditions);
        Shared(part, body);
        if (client is not null && check["type"]!.GetValue<string>() == "http")
            GatusChecks.Client(client, check);
        client?.Done();
        dns?.Done();
        part.Ignore("ssh");
        part.Lose("maintenance-windows", "silences are Hale's own");
        part.Done();
        harvest.Add(item, group, name, body);
    }

    private static void External(Node node, string file, Harvest harvest)
    {
        if (Open(node, file, harvest) is not { } opened)
            return;
        var (part, item, group, name) = opened;
        var check = new JsonObject { ["type"] = "heartbeat" };
        if (part.Text("token") is { } token)
        {
            if (GoodToken().IsMatch(token))
                check["token"] = token;
            else
                harvest.Lose(item, "token", "Hale's have 8 to 128 letters, digits, - and _; the hub makes another");
        }

        var body = new JsonObject { ["check"] = check };
        var heartbeat = part.Map("heartbeat");
        if (heartbeat?.Duration("interval") is { } interval)
            body.Timing(part, ("heartbeat.interval", interval), ("", null));
        else
            harvest.Tell(item, "heartbeat.interval", "found nothing; a heartbeat of Hale's is expected every 30s unless interval says otherwise");
        heartbeat?.Done();
        Shared(part, body);
        part.Done();
        harvest.Add(item, group, name, body);
    }

    private static (Part Part, string Item, string Group, string Name)? Open(Node node, string file, Harvest harvest)
    {
        if (node is not MapNode map)
        {
            harvest.Lose(file, "endpoints", $"found {node.Found}; allowed: a mapping");
            return null;
        }

        var group = (map.Find("group") as ScalarNode)?.Text ?? "";
        var name = (map.Find("name") as ScalarNode)?.Text ?? "";
        var item = group.Length > 0 ? $"{group}/{name}" : name;
        var part = new Part(map, item.Length > 0 ? item : $"{file}:{map.At?.Line}", "", harvest);
        part.Ignore("group", "name", "ui", "store", "always-run");
        if (name.Length > 0)
            return (part, item, group.Length > 0 ? group : "gatus", name);
        harvest.Lose($"{file}:{map.At?.Line}", "name", "found nothing; allowed: text");
        return null;
    }

    /// <summary>What endpoints of both sorts have: whether they are on, labels, and how patient their alerts are.</summary>
    private static void Shared(Part part, JsonObject body)
    {
        if (!part.Bool("enabled", absent: true))
            body["paused"] = true;
        if (Writing.Map(part.Texts("extra-labels")) is { } labels)
            body["labels"] = labels;
        var alerts = part.List("alerts").OfType<MapNode>().ToArray();
        if (alerts.Length == 0)
            return;
        if (Least(alerts, "failure-threshold") is { } failures)
            body["retries"] = Math.Clamp(failures - 1, 0, 100);
        if (Least(alerts, "success-threshold") is { } successes)
            body["recover_after"] = Math.Clamp(successes, 1, 100);
        part.Lose("alerts", "channels are declared in Hale's own file; thresholds become retries and recover_after");
    }

    private static int? Least(IEnumerable<MapNode> alerts, string key)
    {
        var given = alerts.Select(alert => alert.Find(key)).OfType<ScalarNode>().Select(each => int.TryParse(each.Text, out var number) ? number : 0)
            .Where(number => number > 0).ToArray();
        return given.Length == 0 ? null : given.Min();
    }

    /// <summary>Replaces variables of the environment, as Gatus does before it reads.</summary>
    private static MapNode Expanded(MapNode map, ImportSource source, Harvest harvest)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var whole = (MapNode)Expand(map);
        foreach (var name in missing)
            harvest.Tell(source.File.Name, name, "found no such variable in the environment; the text that names it is carried over as it stands");
        return whole;

        Node Expand(Node node) => node switch
        {
            MapNode inner => new MapNode([.. inner.Entries.Select(entry => entry with { Value = Expand(entry.Value) })], inner.At),
            ListNode list => new ListNode([.. list.Items.Select(Expand)], list.At),
            ScalarNode scalar when scalar.Text.Contains('$') => scalar with { Text = Variable().Replace(scalar.Text, Value) },
            _ => node,
        };

        string Value(Match match)
        {
            if (match.Value == "$$")
                return "$";
            var name = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
            if (source.Environment(name) is { } value)
                return value;
            missing.Add(name);
            return match.Value;
        }
    }

    private static string Names(MapNode map) => map.Entries.Count == 0 ? "nothing in it" : string.Join(", ", map.Entries.Take(8).Select(entry => entry.Key));

    [GeneratedRegex(@"\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex("^([a-z][a-z0-9+.-]{0,20})://", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{8,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex GoodToken();
}
