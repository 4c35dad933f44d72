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
            Ruled(fields, "log_levels", SettingRules.IsLogLevels, SettingRules.LogLevelsRule));
        fields.Done();
        return settings;
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
