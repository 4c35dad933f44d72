using Hale.Server.Rounds;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>How far back chunks and sums of days go, and which of them go too far.</summary>
internal static class SqliteOldest
{
    /// <param name="living">A query of the ids of those series that are not forgotten.</param>
    /// <param name="chunks">The table of chunks.</param>
    /// <param name="rollups">The table of sums.</param>
    public static OldestKept Of(SqliteConnection connection, string living, string chunks, string rollups) =>
        new(Oldest(connection, living, chunks), Oldest(connection, living, rollups) is { } day ? DateOnly.FromDateTime(day.UtcDateTime) : null);

    /// <summary>The places of those that are too old, in one statement: of a hundred thousand series the same one prepared for each would take seconds.</summary>
    /// <param name="living">A query of the ids of those series that are not forgotten.</param>
    /// <param name="table">The table of chunks or of sums.</param>
    /// <param name="last">The last place that is too old, of the series 0.</param>
    /// <param name="most">So many at most.</param>
    public static List<long> Places(SqliteConnection connection, string living, string table, long last, int most) => connection.All(
        $"""
        SELECT old.place FROM {living} each CROSS JOIN {table} old
            ON old.place BETWEEN each.id << {ChunkPlace.Bits} AND (each.id << {ChunkPlace.Bits}) + $last LIMIT $most
        """,
        row => row.GetInt64(0), ("$last", last), ("$most", most));

    /// <summary>The places of all of one series.</summary>
    /// <param name="most">So many at most.</param>
    public static List<long> Places(SqliteConnection connection, string table, long series, int most) => connection.All(
        $"SELECT place FROM {table} WHERE place BETWEEN $first AND $last LIMIT $most", row => row.GetInt64(0),
        ("$first", ChunkPlace.First(series)), ("$last", ChunkPlace.Last(series)), ("$most", most));

    // One look at the index for each series: what lies between them are the pages of all that is kept.
    private static DateTimeOffset? Oldest(SqliteConnection connection, string living, string table) =>
        connection.One<long>(
            $"""
            SELECT min((SELECT min(place) FROM {table} WHERE place BETWEEN id << {ChunkPlace.Bits} AND (id << {ChunkPlace.Bits}) + {ChunkPlace.Latest}) & {ChunkPlace.Latest})
            FROM {living}
            """) is > 0 and var second
            ? ChunkPlace.At(second)
            : null;
}
