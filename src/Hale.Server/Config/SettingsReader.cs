using System.Globalization;
using Hale.Monitoring.Specs;

namespace Hale.Server.Config;

/// <summary>The hub's settings and what is wrong with them, one line each, by the spelling that was used.</summary>
internal sealed record SettingsReading(HubSettings Settings, IReadOnlyList<string> Problems);

/// <summary>
/// Puts the hub's settings together: the command line beats the environment beats the file. Each has one name in three spellings: <c>--data</c>,
/// <c>HALE_DATA</c>, <c>hub.data</c>.
/// </summary>
internal static class SettingsReader
{
    /// <summary>The names of all settings as the command line spells them, without dashes.</summary>
    public static readonly IReadOnlyList<string> Names =
        [
            "urls", "data", "postgres", "config", "id", "environment", "log", "log-levels", "debug", "interval", "reference-targets", "allow-exec", "max-disk", "max-series",
            .. LoadNames,
        ];

    private static IReadOnlyList<string> LoadNames => ["max-checks", "max-checks-per-host", "max-rechecks-per-host", "max-rate-per-host"];

    /// <summary>Resolves. The file's path follows from the first two, so call it once with no file, read that file, and call it again.</summary>
    /// <param name="commandLine">The value of a setting by name, or null when it was not given; a switch given alone is "true".</param>
    /// <param name="variable">The value of an environment variable, or null. An empty one counts as not set.</param>
    public static SettingsReading Resolve(Func<string, string?> commandLine, Func<string, string?> variable, FileSettings file)
    {
        var given = new Given(commandLine, variable);
        var defaults = new HubSettings();
        var config = given.Text("config", SettingRules.IsPath, SettingRules.PathRule);
        var interval = given.Duration("interval", SettingRules.IntervalRule);
        var settings = new HubSettings
        {
            Urls = given.Text("urls", SettingRules.IsUrls, SettingRules.UrlsRule) ?? file.Urls ?? defaults.Urls,
            Data = given.Text("data", SettingRules.IsPath, SettingRules.PathRule) ?? file.Data ?? defaults.Data,
            Config = config ?? defaults.Config,
            ConfigNamed = config is not null,
            Id = given.Text("id", Monitoring.Specs.Names.IsId, Registry.Describing.IdRule) ?? file.Id,
            Environment = given.Text("environment", SettingRules.IsEnvironment, SettingRules.EnvironmentRule) ?? file.Environment ?? defaults.Environment,
            Log = given.Text("log", SettingRules.IsLog, SettingRules.LogRule) ?? file.Log,
            LogLevels = given.Text("log-levels", SettingRules.IsLogLevels, SettingRules.LogLevelsRule) ?? file.LogLevels,
            Debug = given.Bool("debug") ?? file.Debug ?? defaults.Debug,
            Interval = interval ?? file.Interval,
            IntervalForced = interval is not null,
            ReferenceTargets = given.Text("reference-targets", SettingRules.IsReferences, SettingRules.ReferencesRule) ?? file.ReferenceTargets,
            AllowExec = given.Bool("allow-exec") ?? file.AllowExec ?? defaults.AllowExec,
            Postgres = given.Postgres("postgres") ?? file.Postgres,
            MaxDisk = given.Size("max-disk", SettingRules.SmallestDisk, SettingRules.DiskRule) ?? file.MaxDisk,
            MaxSeries = given.Count("max-series", SettingRules.MostSeries) ?? file.MaxSeries,
            Load = Load(given).Or(file.Load ?? defaults.Load),
        };
        return new(settings, given.Wrong);
    }

    private static HubLoad Load(Given given) => new()
    {
        MaxChecks = given.Count("max-checks"),
        MaxChecksPerHost = given.Count("max-checks-per-host"),
        MaxRechecksPerHost = given.Count("max-rechecks-per-host"),
        MaxRatePerHost = given.Count("max-rate-per-host"),
    };

    /// <summary>What the command line, and after it the environment, give.</summary>
    private sealed class Given(Func<string, string?> commandLine, Func<string, string?> variable)
    {
        public List<string> Wrong { get; } = [];

        public string? Text(string name, Func<string, bool> allowed, string rule)
        {
            if (Find(name) is not var (value, spelling) || allowed(value))
                return Find(name)?.Value;
            Refuse(spelling, value, rule);
            return null;
        }

        public bool? Bool(string name)
        {
            if (Find(name) is not var (value, spelling))
                return null;
            if (value.ToLowerInvariant() is "true" or "1")
                return true;
            if (value.ToLowerInvariant() is not ("false" or "0"))
                Refuse(spelling, value, SettingRules.BoolRule);
            return false;
        }

        /// <summary>An address; it may hold a password, so that only what is wrong with it is told.</summary>
        public string? Postgres(string name)
        {
            if (Find(name) is not var (value, spelling) || PostgresAddress.Read(value, out var problem) is not null)
                return Find(name)?.Value;
            Wrong.Add($"{spelling}: found an address that can't be used ({problem}); allowed: {PostgresAddress.Rule}");
            return null;
        }

        public int? Count(string name, int most = SettingRules.MostChecks)
        {
            if (Find(name) is not var (value, spelling))
                return null;
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most)
                return count;
            Refuse(spelling, value, $"a whole number from 1 to {most}");
            return null;
        }

        public long? Size(string name, long least, string rule)
        {
            if (Find(name) is not var (value, spelling))
                return null;
            if (Sizes.TryParse(value, out var bytes) && bytes >= least)
                return bytes;
            Refuse(spelling, value, rule);
            return null;
        }

        public TimeSpan? Duration(string name, string rule)
        {
            if (Find(name) is not var (value, spelling))
                return null;
            if (Durations.TryParse(value, out var duration) && duration >= SettingRules.ShortestInterval && duration <= SettingRules.LongestInterval)
                return duration;
            Refuse(spelling, value, rule);
            return null;
        }

        private (string Value, string Spelling)? Find(string name)
        {
            if (commandLine(name) is { } said)
                return (said, $"--{name}");
            var spelling = $"HALE_{name.ToUpperInvariant().Replace('-', '_')}";
            return variable(spelling) is { Length: > 0 } set ? (set, spelling) : null;
        }

        private void Refuse(string spelling, string value, string rule) =>
            Wrong.Add($"{spelling}: found {new ScalarNode(ScalarKind.Text, value).Found}; allowed: {rule}");
    }
}
