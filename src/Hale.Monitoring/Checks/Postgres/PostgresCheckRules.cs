using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>Reads and checks a PostgreSQL check's description.</summary>
internal static class PostgresCheckRules
{
    private const int MostQuery = 8000;

    private static readonly PeerUrlTerms Terms = new(["postgres", "postgresql"], 5432, "postgres://shop:password@db.example.com:5432/shop") { Query = true };

    private static readonly Dictionary<string, SslMode> Modes = new()
    {
        ["disable"] = SslMode.Disable,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCa,
        ["verify-full"] = SslMode.VerifyFull,
    };

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for a password given as <c>***</c>.</param>
    public static PostgresCheckOptions? Read(Fields fields, PostgresCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        var url = PeerUrl.Read(fields, Terms, before?.Url);
        var mode = url is null ? default : Mode(url, fields);
        var query = fields.Text("query");
        if (query is not null && (query.Trim().Length == 0 || query.Length > MostQuery || query.Contains('\0')))
            fields.Wrong("query", fields.Raw("query")!, $"SQL of 1 to {MostQuery} characters");
        else if (query is not null && url is { Password: null })
            fields.Wrong("query", fields.Raw("query")!, "only with a password in the URL: without one nothing logs in");
        return url is null || problems.All.Count > found
            ? null
            : new() { Url = url, SslMode = mode, Query = query ?? PostgresCheckOptions.DefaultQuery };
    }

    private static SslMode Mode(PeerUrl url, Fields fields)
    {
        var mode = SslMode.Prefer;
        foreach (var each in url.Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (!each.StartsWith("sslmode=", StringComparison.Ordinal) || !Modes.TryGetValue(each["sslmode=".Length..], out mode))
            {
                PeerUrl.Wrong(fields, Terms, url.Text, $"behind the ? only sslmode={string.Join(", ", Modes.Keys)}");
                break;
            }

        return mode;
    }
}
