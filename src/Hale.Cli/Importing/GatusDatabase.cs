using Microsoft.Data.Sqlite;

namespace Hale.Cli.Importing;

/// <summary>Reads the history in Gatus's SQLite database: the newest results of each endpoint, as many as it keeps.</summary>
internal static class GatusDatabase
{
    private const string Needed = "Gatus's database, with endpoints and endpoint_results";
    private const string Results = """
        SELECT e.endpoint_group, e.endpoint_name, r.timestamp, r.success, r.errors, r.connected, r.status, r.duration
        FROM endpoint_results r JOIN endpoints e ON e.endpoint_id = r.endpoint_id ORDER BY e.endpoint_group, e.endpoint_name, r.timestamp
        """;

    /// <summary>The results, endpoint after endpoint.</summary>
    public static IEnumerable<ImportedResult> Read(ImportSource source, SourceFile file) => SourceDatabase.Of(source, file, Needed).Stream(Results, Read);

    private static IEnumerable<ImportedResult> Read(SqliteDataReader rows)
    {
        while (rows.Read())
        {
            if (SourceTime.Read(rows.GetValue(2)) is not { } at)
                continue;
            var id = Slug.Service(Slug.Project(Text(rows, 0) is { Length: > 0 } group ? group : "gatus"), Text(rows, 1));
            var (success, connected) = (rows.GetInt64(3) != 0, rows.GetInt64(5) != 0);
            // Gatus puts several errors into one text.
            var errors = Text(rows, 4).Replace("|~|", "; ", StringComparison.Ordinal);
            var status = rows.IsDBNull(6) ? 0 : rows.GetInt64(6);
            double? latency = connected && !rows.IsDBNull(7) ? rows.GetInt64(7) / 1e6 : null;
            yield return success
                ? new(id, at, "healthy", latency, null, null)
                : new(id, at, "down", latency, KindOf(errors, status, connected), errors.Length > 0 ? errors : status > 0 ? $"HTTP {status}" : null);
        }
    }

    private static string KindOf(string errors, long status, bool connected) =>
        errors.Length > 0 || (status < 400 && !connected) ? FailureText.KindOf(errors) : status >= 400 ? "http_status" : "body";

    private static string Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);
}
