using Hale.Server.Rounds;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>How far back chunks and sums of days go.</summary>
internal static class SqliteOldest
{
    /// <param name="living">A query of the ids of those series that are not forgotten.</param>
    /// <param name="chunks">The table of chunks.</param>
    /// <param name="rollups">The table of sums.</param>
    public static OldestKept Of(SqliteConnection connection, string living, string chunks, string rollups) =>
        new(Oldest(connection, living, chunks), Oldest(connection, living, rollups) is { } day ? DateOnly.FromDateTime(day.UtcDateTime) : null);

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
