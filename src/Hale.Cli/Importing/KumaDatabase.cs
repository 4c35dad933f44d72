using System.Globalization;
using Hale.Monitoring.Specs;
using Microsoft.Data.Sqlite;

namespace Hale.Cli.Importing;

/// <summary>Reads the monitors of Uptime Kuma's SQLite database, with their tags. It is read from a copy: a file that a running Uptime Kuma writes to is not touched.</summary>
internal static class KumaDatabase
{
    /// <summary>Whether it is an SQLite database at all.</summary>
    public static bool Is(byte[] content) => content.AsSpan().StartsWith("SQLite format 3\0"u8);

    /// <summary>Reads the table <c>monitor</c>.</summary>
    /// <param name="log">The write-ahead log beside it, which holds what was written last; null where there is none.</param>
    /// <exception cref="UsageException">It can't be read, or has no such table.</exception>
    public static List<MapNode> Read(SourceFile file, SourceFile? log, string needed)
    {
        // Such a folder is its user's alone.
        var folder = Directory.CreateTempSubdirectory("hale-import-");
        try
        {
            var copy = Path.Combine(folder.FullName, "kuma.db");
            File.WriteAllBytes(copy, file.Content);
            if (log is not null)
                File.WriteAllBytes(copy + "-wal", log.Content);
            return Monitors(copy);
        }
        catch (SqliteException error)
        {
            throw new UsageException($"{file.Name}: found a database that can't be read as one ({error.Message.TrimEnd('.')}); allowed: {needed}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<MapNode> Monitors(string path)
    {
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        database.Open();
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
