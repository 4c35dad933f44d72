using System.Globalization;
using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>
/// The bytes that everything takes without the room that is free for more, which the server doesn't tell: of tables that shrink and grow the rows are measured, of
/// large ones those of some pages, evenly spread; the others are as large as their files.
/// </summary>
internal static class PostgresSize
{
    // 16 MiB of rows.
    private const long Most = 2_048;

    // A row's header and its entry in the page, rounded up to eight; and its place in an index.
    private const int PerRow = 36;
    private const int PerIndex = 20;

    private const string Files = """
        SELECT c.relname, pg_relation_size(c.oid) / current_setting('block_size')::bigint, pg_total_relation_size(c.oid),
            (SELECT count(*) FROM pg_index i WHERE i.indrelid = c.oid)
        FROM pg_class c WHERE c.relnamespace = 'hale'::regnamespace AND c.relkind = 'r'
        """;

    private static readonly string[] Measured = ["chunks", "rollups", "events", "evidence", "versions", "metric_chunks", "metric_rollups"];

    public static async Task<long> OfAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var tables = await connection.AllAsync(
            new(Files), row => (Name: row.GetString(0), Pages: row.GetInt64(1), Bytes: row.GetInt64(2), Indexes: row.GetInt64(3)), cancel);
        var size = 0L;
        foreach (var (name, pages, bytes, indexes) in tables)
            size += Measured.Contains(name) ? await MeasureAsync(connection, Tables.All.Single(table => table.Name == name), pages, indexes, cancel) : bytes;
        return size;
    }

    private static async Task<long> MeasureAsync(NpgsqlConnection connection, Table table, long pages, long indexes, CancellationToken cancel)
    {
        var percent = Math.Min(100, 100.0 * Most / Math.Max(1, pages));
        var columns = string.Join(" + ", table.Columns.Select(column => $"coalesce(pg_column_size({column.Name}), 0)"));
        var sample = percent < 100 ? string.Create(CultureInfo.InvariantCulture, $"TABLESAMPLE SYSTEM ({percent})") : "";
        var (rows, bytes) = (await connection.AllAsync(
            new($"SELECT count(*), coalesce(sum({columns}), 0)::bigint FROM hale.{table.Name} {sample}"), row => (row.GetInt64(0), row.GetInt64(1)), cancel))[0];
        return (long)((bytes + rows * (PerRow + PerIndex * indexes)) * 100 / percent);
    }
}
