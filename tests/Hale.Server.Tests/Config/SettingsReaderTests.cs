using System.Globalization;
using Hale.Server.Config;

namespace Hale.Server.Tests.Config;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Resolve_Nothing_IsTheDefaults()
    {
        var reading = SettingsReader.Resolve(_ => null, _ => null, FileSettings.None);

        Assert.Equal(new HubSettings(), reading.Settings);
        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData("urls", "http://a:1", "http://b:1", "http://c:1")]
    [InlineData("data", "/a", "/b", "/c")]
    [InlineData("id", "a", "b", "c")]
    [InlineData("environment", "a", "b", "c")]
    [InlineData("log", "json", "text", "json")]
    [InlineData("debug", "true", "false", "true")]
    [InlineData("interval", "5s", "6s", "7s")]
    public void Resolve_ThreeSpellings_CommandLineBeatsEnvironmentBeatsFile(string name, string line, string variable, string filed)
    {
        var file = new FileSettings(filed, filed, filed, filed, filed, filed == "true", name == "interval" ? TimeSpan.FromSeconds(7) : null);
        var environment = (string key) => key == $"HALE_{name.ToUpperInvariant()}" ? variable : null;

        var all = SettingsReader.Resolve(key => key == name ? line : null, environment, file);
        var two = SettingsReader.Resolve(_ => null, environment, file);
        var one = SettingsReader.Resolve(_ => null, _ => null, file);

        Assert.Equal([line, variable, filed], new[] { all, two, one }.Select(each => Value(each.Settings, name)));
        Assert.Equal([name == "interval", name == "interval", false], new[] { all, two, one }.Select(each => each.Settings.IntervalForced));
    }

    [Fact]
    public void Resolve_Postgres_CommandLineBeatsEnvironmentBeatsFile()
    {
        var file = new FileSettings(Postgres: "postgres://c/hale");
        string? Variable(string key) => key == "HALE_POSTGRES" ? "postgres://b/hale" : null;

        Assert.Equal("postgres://a/hale", SettingsReader.Resolve(key => key == "postgres" ? "postgres://a/hale" : null, Variable, file).Settings.Postgres);
        Assert.Equal("postgres://b/hale", SettingsReader.Resolve(_ => null, Variable, file).Settings.Postgres);
        Assert.Equal("postgres://c/hale", SettingsReader.Resolve(_ => null, _ => null, file).Settings.Postgres);
    }

    [Fact]
    public void Resolve_PostgresThatCantBeUsed_SaysWhyWithoutIt()
    {
        var reading = SettingsReader.Resolve(_ => null, key => key == "HALE_POSTGRES" ? "postgres://ada:s3cret@db:port/hale" : null, FileSettings.None);

        Assert.Null(reading.Settings.Postgres);
        var problem = Assert.Single(reading.Problems);
        Assert.StartsWith("HALE_POSTGRES: found an address that can't be used (the port is no number from 1 to 65535); allowed: postgres://", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hale.HealthMonitor=debug", true)]
    [InlineData("Hale.HealthMonitor=debug, Microsoft=Error", true)]
    [InlineData("Hale.HealthMonitor", false)]
    [InlineData("Hale.HealthMonitor=loud", false)]
    [InlineData("Hale.HealthMonitor=debug,", false)]
    public void Resolve_LogLevels_AreCategoriesWithTheirLevel(string levels, bool good)
    {
        var line = SettingsReader.Resolve(key => key == "log-levels" ? levels : null, _ => null, FileSettings.None);
        var variable = SettingsReader.Resolve(_ => null, key => key == "HALE_LOG_LEVELS" ? levels : null, FileSettings.None);

        Assert.All([line, variable], reading => Assert.Equal((good ? levels : null, good), (reading.Settings.LogLevels, reading.Problems.Count == 0)));
    }

    [Theory]
    [InlineData("max-checks", "10", "20", "30")]
    [InlineData("max-checks-per-host", "10", "20", "30")]
    [InlineData("max-rechecks-per-host", "10", "20", "30")]
    [InlineData("max-rate-per-host", "10", "20", "30")]
    public void Resolve_Load_CommandLineBeatsEnvironmentBeatsFile(string name, string line, string variable, string filed)
    {
        var file = new FileSettings(Load: Of(name, int.Parse(filed, CultureInfo.InvariantCulture)));
        var environment = (string key) => key == $"HALE_{name.ToUpperInvariant().Replace('-', '_')}" ? variable : null;

        var all = SettingsReader.Resolve(key => key == name ? line : null, environment, file);
        var two = SettingsReader.Resolve(_ => null, environment, file);
        var one = SettingsReader.Resolve(_ => null, _ => null, file);

        Assert.Equal([Of(name, 10), Of(name, 20), Of(name, 30)], new[] { all, two, one }.Select(each => each.Settings.Load));
    }

    [Theory]
    [InlineData("https://example.com", true)]
    [InlineData("https://example.com;tcp://1.1.1.1:443; icmp://9.9.9.9", true)]
    [InlineData("example.com", false)]
    [InlineData("https://example.com;", false)]
    [InlineData("https://me:secret@example.com", false)]
    [InlineData("tcp://example.com", false)]
    [InlineData("exec:rm", false)]
    public void Resolve_ReferenceTargets_AreUrls(string urls, bool good)
    {
        var line = SettingsReader.Resolve(key => key == "reference-targets" ? urls : null, _ => null, new(ReferenceTargets: "https://file"));
        var variable = SettingsReader.Resolve(_ => null, key => key == "HALE_REFERENCE_TARGETS" ? urls : null, FileSettings.None);

        Assert.All([line, variable], reading => Assert.Equal(good, reading.Problems.Count == 0));
        if (good)
            Assert.All([line, variable], reading => Assert.Equal(urls, reading.Settings.ReferenceTargets));
    }

    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData(null, null, true, true)]
    [InlineData(null, "true", false, true)]
    [InlineData(null, "0", true, false)]
    [InlineData("true", "0", false, true)]
    public void Resolve_AllowExec_IsOffUnlessSaidSo(string? line, string? variable, bool? file, bool allowed)
    {
        var reading = SettingsReader.Resolve(
            key => key == "allow-exec" ? line : null, key => key == "HALE_ALLOW_EXEC" ? variable : null, new(AllowExec: file));

        Assert.Empty(reading.Problems);
        Assert.Equal(allowed, reading.Settings.AllowExec);
    }

    [Theory]
    [InlineData("10GB", 10L << 30)]
    [InlineData("64MB", 64L << 20)]
    [InlineData("63MB", null)]
    [InlineData("10", null)]
    public void Resolve_MaxDisk_IsASizeThatHistoryCanLiveIn(string value, long? bytes)
    {
        var line = SettingsReader.Resolve(key => key == "max-disk" ? value : null, _ => null, new(MaxDisk: 1L << 40));
        var variable = SettingsReader.Resolve(_ => null, key => key == "HALE_MAX_DISK" ? value : null, FileSettings.None);

        Assert.Equal(bytes, variable.Settings.MaxDisk);
        Assert.Equal(bytes ?? 1L << 40, line.Settings.MaxDisk);
        string[] problems = bytes is null ? [$"HALE_MAX_DISK: found \"{value}\"; allowed: a size of at least 64MB, such as 500MB or 10GB"] : [];
        Assert.Equal(problems, variable.Problems);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("100001")]
    [InlineData("many")]
    public void Resolve_LoadThatIsNoCount_IsNamed(string value)
    {
        var reading = SettingsReader.Resolve(_ => null, key => key == "HALE_MAX_RATE_PER_HOST" ? value : null, FileSettings.None);

        Assert.Equal($"HALE_MAX_RATE_PER_HOST: found \"{value}\"; allowed: a whole number from 1 to 100000", Assert.Single(reading.Problems));
    }

    [Theory]
    [InlineData(null, null, 2048)]
    [InlineData(null, 1024L, 384)]
    [InlineData(null, 20L, 1)]
    [InlineData(5000, 1_048_576L, 5000)]
    [InlineData(5000, 1024L, 384)]
    public void Load_FewFilesMayBeOpen_FewerChecksRunAtOnce(int? wanted, long? files, int expected) =>
        Assert.Equal(expected, new HubLoad { MaxChecks = wanted }.ForWatch(files, []).MaxInFlight);

    [Fact]
    public void Resolve_Config_IsNamedOnlyWhenGiven()
    {
        var given = SettingsReader.Resolve(_ => null, key => key == "HALE_CONFIG" ? "/etc/hale.yaml" : null, FileSettings.None).Settings;
        var not = SettingsReader.Resolve(_ => null, key => key == "HALE_CONFIG" ? "" : null, FileSettings.None).Settings;

        Assert.Equal(("/etc/hale.yaml", true), (given.Config, given.ConfigNamed));
        Assert.Equal(("./hale.yaml", false), (not.Config, not.ConfigNamed));
    }

    [Fact]
    public void Resolve_BadValues_AreToldByTheSpellingThatWasUsed()
    {
        var line = new Dictionary<string, string> { ["interval"] = "0s", ["urls"] = "localhost" };
        var environment = new Dictionary<string, string> { ["HALE_ID"] = "Hub Main", ["HALE_DEBUG"] = "maybe", ["HALE_LOG"] = "xml", ["HALE_INTERVAL"] = "5" };

        var reading = SettingsReader.Resolve(line.GetValueOrDefault, environment.GetValueOrDefault, FileSettings.None);

        Assert.Equal(
            [
                "--interval: found \"0s\"; allowed: a duration from 1s to 31d, such as 30s, 5m or 1h30m",
                "--urls: found \"localhost\"; allowed: URLs such as http://127.0.0.1:4253, parted by semicolons",
                "HALE_DEBUG: found \"maybe\"; allowed: true or false",
                "HALE_ID: found \"Hub Main\"; allowed: 1 to 63 lower-case letters, digits and inner dashes",
                "HALE_LOG: found \"xml\"; allowed: json or text",
            ],
            reading.Problems.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Resolve_MaxSeries_CommandLineBeatsEnvironmentBeatsFile()
    {
        var file = new FileSettings(MaxSeries: 30);
        var environment = (string key) => key == "HALE_MAX_SERIES" ? "20" : null;

        Assert.Equal(10, SettingsReader.Resolve(key => key == "max-series" ? "10" : null, environment, file).Settings.MaxSeries);
        Assert.Equal(20, SettingsReader.Resolve(_ => null, environment, file).Settings.MaxSeries);
        Assert.Equal(30, SettingsReader.Resolve(_ => null, _ => null, file).Settings.MaxSeries);
        Assert.Null(SettingsReader.Resolve(_ => null, _ => null, FileSettings.None).Settings.MaxSeries);
        Assert.Equal(
            ["--max-series: found \"0\"; allowed: a whole number from 1 to 10000000"],
            SettingsReader.Resolve(key => key == "max-series" ? "0" : null, _ => null, FileSettings.None).Problems);
    }

    private static string? Value(HubSettings settings, string name) => name switch
    {
        "urls" => settings.Urls,
        "data" => settings.Data,
        "id" => settings.Id,
        "environment" => settings.Environment,
        "log" => settings.Log,
        "debug" => settings.Debug ? "true" : "false",
        _ => $"{settings.Interval!.Value.TotalSeconds}s",
    };

    private static HubLoad Of(string name, int count) => name switch
    {
        "max-checks" => new() { MaxChecks = count },
        "max-checks-per-host" => new() { MaxChecksPerHost = count },
        "max-rechecks-per-host" => new() { MaxRechecksPerHost = count },
        _ => new() { MaxRatePerHost = count },
    };
}
