using System.Globalization;
using Hale.Monitoring.Specs;
using Microsoft.Data.Sqlite;

namespace Hale.Cli.Importing;

/// <summary>Reads the monitors of Uptime Kuma's SQLite database, with their tags, and its history.</summary>
internal static class KumaDatabase
{
    /// <summary>Reads the table <c>monitor</c>.</summary>
    /// <exception cref="UsageException">It can't be read, or has no such table.</exception>
    public static List<MapNode> Read(SourceDatabase file) => file.Read(Monitors);

    /// <summary>Reads the table <c>heartbeat</c>, monitor after monitor.</summary>
    /// <param name="services">The services' ids by the monitors'.</param>
    public static IEnumerable<ImportedResult> Beats(SourceDatabase file, IReadOnlyDictionary<string, string> services) => file.Stream(
        "SELECT monitor_id, time, status, msg, ping FROM heartbeat ORDER BY monitor_id, time",
        rows => Beats(rows, services));

    /// <summary>How many beats were of a maintenance, which is no result; null where there is no history at all.</summary>
    public static long? Maintenance(SourceDatabase file) => file.Read(database =>
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT count(*) FROM heartbeat WHERE status = 3";
        return Has(database, "heartbeat") ? (long?)command.ExecuteScalar() : null;
    });

    private static IEnumerable<ImportedResult> Beats(SqliteDataReader rows, IReadOnlyDictionary<string, string> services)
    {
        var (monitor, status) = (0L, "unknown");
        while (rows.Read())
        {
            if (rows.GetInt64(0) is var next && next != monitor)
                (monitor, status) = (next, "unknown");
            if (!services.TryGetValue(monitor.ToString(CultureInfo.InvariantCulture), out var id) || SourceTime.Read(rows.GetValue(1)) is not { } at)
                continue;
            var (beat, message) = (rows.GetInt64(2), rows.IsDBNull(3) ? null : rows.GetString(3));
            // 0 down, 1 up, 2 failed and tried again before it counts, 3 maintenance.
            status = beat switch { 0 => "down", 1 => "healthy", _ => status };
            if (beat is 0 or 1 or 2)
                yield return new(id, at, status, rows.IsDBNull(4) ? null : rows.GetDouble(4), beat == 1 ? null : FailureText.KindOf(message), beat == 1 ? null : message);
        }
    }

    private static List<MapNode> Monitors(SqliteConnection database)
    {
        var monitors = Rows(database, "SELECT * FROM monitor ORDER BY id");
        if (Has(database, "monitor_tag") && Has(database, "tag"))
        {
            var tags = Rows(database, "SELECT mt.monitor_id, t.name, mt.value FROM monitor_tag mt JOIN tag t ON t.id = mt.tag_id ORDER BY mt.id")
                .ToLookup(tag => Text(tag, "monitor_id"));
            monitors = [.. monitors.Select(each => tags.Contains(Text(each, "id")) ? new([.. each.Entries, new("tags", new ListNode([.. tags[Text(each, "id")]]))]) : each)];
        }

        return monitors;
    }

    private static List<MapNode> Rows(SqliteConnection database, string query)
    {
        using var command = database.CreateCommand();
        // The queries are this file's own.
#pragma warning disable CA2100
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<MapNode>();
        while (reader.Read())
        {
            var columns = Enumerable.Range(0, reader.FieldCount);
            rows.Add(new([.. columns.Select(column => new MapEntry(reader.GetName(column), Value(reader.GetValue(column))))]));
        }

        return rows;
    }

    private static ScalarNode Value(object value) => value switch
    {
        DBNull => new(ScalarKind.Null, ""),
        long or double => new(ScalarKind.Number, Convert.ToString(value, CultureInfo.InvariantCulture)!),
        byte[] => new(ScalarKind.Null, ""),
        _ => new(ScalarKind.Text, Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    private static bool Has(SqliteConnection database, string table)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $name";
        command.Parameters.AddWithValue("$name", table);
        return (long)command.ExecuteScalar()! > 0;
    }

    private static string? Text(MapNode row, string key) => row.Find(key) is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;
}
