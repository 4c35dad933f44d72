using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Server.Config;

/// <summary>The <c>hub:</c> section: the hub's own settings.</summary>
internal static class HubSection
{
    public static FileSettings Read(Fields fields)
    {
        var settings = new FileSettings(
            fields.Id("id"),
            Ruled(fields, "urls", SettingRules.IsUrls, SettingRules.UrlsRule),
            Ruled(fields, "data", SettingRules.IsPath, SettingRules.PathRule),
            Ruled(fields, "log", SettingRules.IsLog, SettingRules.LogRule),
            Ruled(fields, "environment", SettingRules.IsEnvironment, SettingRules.EnvironmentRule),
            fields.Bool("debug"),
            fields.Duration("interval", SettingRules.ShortestInterval, SettingRules.LongestInterval),
            Ruled(fields, "log_levels", SettingRules.IsLogLevels, SettingRules.LogLevelsRule),
            Load(fields),
            References(fields),
            fields.Bool("allow_exec"),
            Disk(fields),
            fields.Int("max_series", 1, SettingRules.MostSeries),
            Postgres(fields));
        fields.Done();
        return settings;
    }

    private static string? Postgres(Fields fields)
    {
        if (fields.Text("postgres") is not { } text)
            return null;
        if (PostgresAddress.Read(text, out var problem) is not null)
            return text;
        fields.Wrong("postgres", new Unshown(problem!, fields.Raw("postgres")!.At), PostgresAddress.Rule);
        return null;
    }

    private static string? References(Fields fields)
    {
        if (fields.Texts("reference_targets") is not { Count: > 0 } urls)
            return null;
        var text = string.Join(';', urls);
        if (SettingRules.IsReferences(text))
            return text;
        fields.Wrong("reference_targets", fields.Raw("reference_targets")!, SettingRules.ReferencesRule);
        return null;
    }

    private static long? Disk(Fields fields)
    {
        var bytes = fields.Size("max_disk");
        if (bytes is null or >= SettingRules.SmallestDisk)
            return bytes;
        fields.Wrong("max_disk", fields.Raw("max_disk")!, SettingRules.DiskRule);
        return null;
    }

    private static HubLoad? Load(Fields fields)
    {
        var load = new HubLoad
        {
            MaxChecks = fields.Int("max_checks", 1, SettingRules.MostChecks),
            MaxChecksPerHost = fields.Int("max_checks_per_host", 1, SettingRules.MostChecks),
            MaxRechecksPerHost = fields.Int("max_rechecks_per_host", 1, SettingRules.MostChecks),
            MaxRatePerHost = fields.Int("max_rate_per_host", 1, SettingRules.MostChecks),
        };
        return load == new HubLoad() ? null : load;
    }

    /// <summary>A text that may hold a password, so that only what is wrong with it is told.</summary>
    private sealed record Unshown(string Problem, Mark? At) : Node(At)
    {
        public override string Found => $"an address that can't be used ({Problem})";
    }

    private static string? Ruled(Fields fields, string key, Func<string, bool> allowed, string rule)
    {
        var text = fields.Text(key);
        if (text is null || allowed(text))
            return text;
        fields.Wrong(key, fields.Raw(key)!, rule);
        return null;
    }
}
