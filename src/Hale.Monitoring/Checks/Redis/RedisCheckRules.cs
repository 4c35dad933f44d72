using System.Globalization;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Redis;

/// <summary>Reads and checks a Redis check's description.</summary>
internal static class RedisCheckRules
{
    private static readonly PeerUrlTerms Terms = new(["redis", "rediss"], 6379, "redis://:password@cache.example.com:6379/0");

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for a password given as <c>***</c>.</param>
    public static RedisCheckOptions? Read(Fields fields, RedisCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        var url = PeerUrl.Read(fields, Terms, before?.Url);
        if (url is { Path.Length: > 0 } && !ushort.TryParse(url.Path, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            PeerUrl.Wrong(fields, Terms, url.Text, "behind the host only the number of a database, 0 to 65535");
        if (url is { User: not null, Password: null })
            PeerUrl.Wrong(fields, Terms, url.Text, "a user only with a password; a password alone is redis://:password@host");
        var insecure = fields.Bool("insecure_tls");
        if (insecure is not null && url is { Scheme: "redis" })
            fields.Wrong("insecure_tls", fields.Raw("insecure_tls")!, "only with rediss://, which speaks TLS");
        return url is null || problems.All.Count > found ? null : new() { Url = url, InsecureTls = insecure ?? false };
    }
}
