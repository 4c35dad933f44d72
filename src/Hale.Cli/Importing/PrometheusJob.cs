using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>One scrape configuration.</summary>
internal sealed class PrometheusJob(ImportSource source, BlackboxModules modules, Harvest harvest)
{
    private static readonly string[] Elsewhere = ["_sd_config", "_sd_configs"];

    // They say how samples are taken, and nothing of whether a target is well.
    private static readonly string[] OfSamples =
    [
        "honor_labels", "honor_timestamps", "track_timestamps_staleness", "metric_relabel_configs", "sample_limit", "label_limit", "label_name_length_limit",
        "label_value_length_limit", "target_limit", "body_size_limit", "keep_dropped_targets", "scrape_protocols", "scrape_classic_histograms", "enable_compression",
        "enable_http2", "fallback_scrape_protocol", "metric_name_validation_scheme",
    ];

    /// <summary>Reads a job into services, one for each of its targets.</summary>
    public void Read(MapNode map, string number, (TimeSpan Interval, TimeSpan Timeout) global)
    {
        var name = (map.Find("job_name") as ScalarNode)?.Text ?? number;
        var part = new Part(map, name, "", harvest);
        part.Ignore("job_name");
        var body = new JsonObject();
        body.Timing(
            part, ("scrape_interval", part.Duration("scrape_interval") ?? global.Interval), ("scrape_timeout", part.Duration("scrape_timeout") ?? global.Timeout));
        var relabel = Relabel.Read(part.List("relabel_configs"), name, harvest);
        var login = new JsonObject();
        BlackboxProbers.Client(part, login);
        if (!part.Bool("follow_redirects", absent: true))
            login["follow_redirects"] = false;
        foreach (var (address, labels) in Targets(part, map, name).ToArray())
            Target(relabel.Apply(Labels(part, (name, address), labels)), name, (body, login));
        part.Ignore("static_configs", "file_sd_configs", "metrics_path", "scheme", "params");
        foreach (var entry in map.Entries)
            if (Elsewhere.Any(end => entry.Key.EndsWith(end, StringComparison.Ordinal)) && entry.Key != "file_sd_configs")
                part.Lose(entry.Key, "Hale does not discover; allowed: static_configs, file_sd_configs");
        part.Ignore(OfSamples);
        part.Done();
    }

    /// <summary>What Prometheus knows of a target before it relabels.</summary>
    private static Dictionary<string, string> Labels(Part part, (string Job, string Address) of, IEnumerable<KeyValuePair<string, string>> own)
    {
        var labels = new Dictionary<string, string>(own)
        {
            ["job"] = of.Job,
            ["__address__"] = of.Address,
            ["__scheme__"] = part.Text("scheme") ?? "http",
            ["__metrics_path__"] = part.Text("metrics_path") ?? "/metrics",
        };
        foreach (var entry in (part.Raw("params") as MapNode)?.Entries ?? [])
            if (entry.Value is ListNode { Items: [ScalarNode first, ..] })
                labels[$"__param_{entry.Key}"] = first.Text;
        return labels;
    }

    private IEnumerable<(string Address, IEnumerable<KeyValuePair<string, string>> Labels)> Targets(Part part, MapNode job, string name)
    {
        foreach (var target in Groups(part.List("static_configs"), name, "static_configs"))
            yield return target;
        foreach (var pattern in part.List("file_sd_configs").OfType<MapNode>().SelectMany(each => (each.Find("files") as ListNode)?.Items ?? []).OfType<ScalarNode>())
        {
            var files = source.Beside(pattern.Text);
            if (files.Count == 0)
                harvest.Lose(name, "file_sd_configs", $"found no file that is {pattern.Text}");
            foreach (var file in files)
                foreach (var target in Groups((SourceYaml.Read(file) as ListNode)?.Items ?? [], name, file.Name))
                    yield return target;
        }
    }

    private IEnumerable<(string Address, IEnumerable<KeyValuePair<string, string>> Labels)> Groups(IReadOnlyList<Node> groups, string job, string field)
    {
        foreach (var group in groups)
        {
            if (group is not MapNode map || map.Find("targets") is not ListNode targets)
            {
                harvest.Lose(job, field, "found a group without targets; allowed: a mapping with targets and labels");
                continue;
            }

            var labels = ((map.Find("labels") as MapNode)?.Entries ?? []).Where(entry => entry.Value is ScalarNode)
                .Select(entry => KeyValuePair.Create(entry.Key, ((ScalarNode)entry.Value).Text)).DistinctBy(pair => pair.Key).ToArray();
            foreach (var target in targets.Items.OfType<ScalarNode>())
                yield return (target.Text, labels);
        }
    }

    private void Target(Dictionary<string, string>? labels, string job, (JsonObject Body, JsonObject Login) shared)
    {
        // Dropped by a rule: Prometheus does not ask it either.
        if (labels is null)
            return;
        var asked = labels.GetValueOrDefault("__param_target");
        var probed = asked is not null && labels["__metrics_path__"] == "/probe";
        var target = probed ? asked! : labels["__address__"];
        var item = $"{job}: {Monitoring.Checks.SecretUrl.Masked(target)}";
        var body = probed ? modules.Describe(labels.GetValueOrDefault("__param_module", "http_2xx"), target, item, harvest) : Scraped(labels, shared.Login);
        if (body is null)
            return;
        foreach (var (key, value) in shared.Body)
            body.TryAdd(key, value?.DeepClone());
        if (Writing.Map(labels.Where(label => !label.Key.StartsWith("__", StringComparison.Ordinal) && label.Key is not ("job" or "instance"))) is { } map)
            body["labels"] = map;
        var instance = labels.GetValueOrDefault("instance");
        harvest.Add(item, job, PrometheusImport.NameOf(string.IsNullOrEmpty(instance) ? target : instance), body);
    }

    /// <summary>The page that Prometheus scrapes.</summary>
    private static JsonObject Scraped(Dictionary<string, string> labels, JsonObject login)
    {
        var query = string.Join('&', labels.Where(label => label.Key.StartsWith("__param_", StringComparison.Ordinal))
            .Select(label => $"{Uri.EscapeDataString(label.Key["__param_".Length..])}={Uri.EscapeDataString(label.Value)}"));
        var check = new JsonObject
        {
            ["type"] = "http",
            ["url"] = $"{labels["__scheme__"]}://{labels["__address__"]}{labels["__metrics_path__"]}{(query.Length > 0 ? $"?{query}" : "")}",
        };
        foreach (var (key, value) in login)
            check[key] = value?.DeepClone();
        return new() { ["check"] = check };
    }
}
