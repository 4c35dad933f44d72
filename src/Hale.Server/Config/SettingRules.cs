using System.Text.RegularExpressions;

namespace Hale.Server.Config;

/// <summary>What the hub's settings may be, in whichever spelling they come.</summary>
internal static partial class SettingRules
{
    public const string UrlsRule = "URLs such as http://127.0.0.1:4253, parted by semicolons";
    public const string PathRule = "a path";
    public const string LogRule = "json or text";
    public const string LogLevelsRule = "levels by category such as Hale.HealthMonitor=debug,Microsoft=error; levels: trace, debug, info, warning, error, critical, none";
    public const string EnvironmentRule = "a name such as production, of 1 to 64 characters";
    public const string BoolRule = "true or false";
    public const string ReferencesRule = "URLs of checks without credentials, such as https://example.com or tcp://1.1.1.1:443; on the command line parted by semicolons";
    public const string DiskRule = "a size of at least 64MB, such as 500MB or 10GB";
    public const string IntervalRule = "a duration from 1s to 31d, such as 30s, 5m or 1h30m";

    public const int MostChecks = 100_000;
    public const int MostSeries = 10_000_000;
    public const long SmallestDisk = 64L << 20;

    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(31);

    /// <summary>Whether these are addresses to listen on. A star or plus stands for every address, as ASP.NET Core has it.</summary>
    public static bool IsUrls(string text)
    {
        var urls = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return urls.Length > 0 && urls.All(IsUrl);
    }

    public static bool IsPath(string text) => text.Trim().Length > 0 && !text.Contains('\0');

    public static bool IsLog(string text) => text is "json" or "text";

    public static bool IsLogLevels(string text) => LevelsRegex().IsMatch(text);

    public static bool IsEnvironment(string text) => text.Trim().Length is > 0 and <= 64;

    /// <summary>Whether these are URLs that a check may be made of. Credentials have no business there.</summary>
    public static bool IsReferences(string text) => text.Split(';').All(each =>
        Uri.TryCreate(each.Trim(), UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https" or "tcp" or "tls" or "dns" or "icmp", Host.Length: > 0, UserInfo: "" }
        && (url.Scheme is not ("tcp" or "tls") || url.Port > 0));

    [GeneratedRegex(
        @"^(\s*[\w.]+\s*=\s*(trace|debug|info|information|warn|warning|error|critical|none)\s*(,(?!\s*\z)|\z))+\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LevelsRegex();

    private static bool IsUrl(string text)
    {
        var named = text.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal);
        return Uri.TryCreate(named, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { Host.Length: > 0, AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };
    }
}
