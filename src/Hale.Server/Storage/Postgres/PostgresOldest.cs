using Hale.Server.Rounds;
using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>How far back chunks and sums of days go.</summary>
internal static class PostgresOldest
{
    /// <param name="living">A query of the ids of those series that are not forgotten.</param>
    /// <param name="chunks">The table of chunks.</param>
    /// <param name="rollups">The table of sums.</param>
    public static async Task<OldestKept> OfAsync(NpgsqlConnection connection, string living, string chunks, string rollups, CancellationToken cancel)
    {
        var (single, sum) = (await OldestAsync(connection, living, chunks, cancel), await OldestAsync(connection, living, rollups, cancel));
        return new(single, sum is { } day ? DateOnly.FromDateTime(day.UtcDateTime) : null);
    }

    // One look at the index for each series: what lies between them are the pages of all that is kept.
    private static async Task<DateTimeOffset?> OldestAsync(NpgsqlConnection connection, string living, string table, CancellationToken cancel) =>
        await connection.OneAsync<long>(
            new(
                $"""
                SELECT min(t.place & {ChunkPlace.Latest}) FROM {living} k CROSS JOIN LATERAL
                    (SELECT place FROM {table} WHERE place BETWEEN k.id << {ChunkPlace.Bits} AND (k.id << {ChunkPlace.Bits}) + {ChunkPlace.Latest} ORDER BY place LIMIT 1) t
                """),
            cancel) is > 0 and var second
            ? ChunkPlace.At(second)
            : null;
}
