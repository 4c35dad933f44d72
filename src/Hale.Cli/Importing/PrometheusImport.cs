using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>
/// Reads Prometheus's scrape configurations: a job that has blackbox_exporter probe its targets becomes what the modules ask; one that scrapes them becomes a check of
/// the page that is scraped, as Prometheus's own <c>up</c> is. A job becomes a project.
/// </summary>
internal sealed class PrometheusImport : IImport
{
    private const string Needed = "Prometheus's configuration, a mapping with scrape_configs";

    public string Tool => "prometheus";

    public Imported Read(ImportSource source)
    {
        var map = SourceYaml.ReadMap(source.File, Needed);
        if (map.Find("scrape_configs") is not ListNode { Items.Count: > 0 } jobs)
            throw new UsageException($"{source.File.Name}: found {SourceJson.Found(map)}; allowed: {Needed}");
        var modules = source.Modules is { } file ? BlackboxModules.Read(file) : BlackboxModules.Known;
        var harvest = new Harvest();
        var top = new Part(map, source.File.Name, "", harvest);
        var global = top.Map("global");
        var timing = (global?.Duration("scrape_interval") ?? TimeSpan.FromMinutes(1), global?.Duration("scrape_timeout") ?? TimeSpan.FromSeconds(10));
        foreach (var (index, node) in jobs.Items.Index())
            if (node is MapNode job)
                new PrometheusJob(source, modules, harvest).Read(job, $"job {index + 1}", timing);
        top.Lose("rule_files", "rules are declared in Hale's own file");
        top.Lose("scrape_config_files", "import each for itself");
        top.Ignore("scrape_configs", "alerting", "remote_write", "remote_read", "storage", "tracing", "runtime", "otlp");
        top.Done();
        return harvest.Done();
    }

    /// <summary>A name of a target: what stands behind the scheme, without a login or a query.</summary>
    internal static string NameOf(string target)
    {
        var text = target.Contains("://", StringComparison.Ordinal) ? target[(target.IndexOf("://", StringComparison.Ordinal) + 3)..] : target;
        var end = text.AsSpan().IndexOfAny('?', '#');
        text = (end < 0 ? text : text[..end]).TrimEnd('/');
        var slash = text.IndexOf('/');
        var authority = slash < 0 ? text : text[..slash];
        return authority[(authority.LastIndexOf('@') + 1)..] + (slash < 0 ? "" : text[slash..]);
    }
}
