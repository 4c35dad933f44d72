using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Postgres;

/// <summary>Removes old and forgotten rows in small steps: what to remove is looked up by a reader, only the removal takes the writer's turn.</summary>
internal sealed class PostgresPrune(PostgresDatabase database)
{
    private static readonly string[] Tables = ["chunks", "rollups", "events", "evidence", "versions"];

    // What is left of series that were forgotten, then what is too old. Each series' places are looked up by themselves, or the whole table would be read.
    private static readonly string Victims = $"""
        SELECT * FROM (
            SELECT 0 AS of, t.place FROM hale.series k CROSS JOIN LATERAL
                (SELECT place FROM hale.chunks WHERE place BETWEEN k.id << {ChunkPlace.Bits} AND ((k.id + 1) << {ChunkPlace.Bits}) - 1
                ORDER BY place LIMIT $5) t WHERE k.key IS NULL
            UNION ALL SELECT 1, t.place FROM hale.series k CROSS JOIN LATERAL
                (SELECT place FROM hale.rollups WHERE place BETWEEN k.id << {ChunkPlace.Bits} AND ((k.id + 1) << {ChunkPlace.Bits}) - 1
                ORDER BY place LIMIT $5) t WHERE k.key IS NULL
            UNION ALL SELECT 2, t.place FROM hale.series k JOIN hale.events t ON t.series = k.id WHERE k.key IS NULL
            UNION ALL SELECT 3, t.place FROM hale.series k JOIN hale.evidence t ON t.series = k.id WHERE k.key IS NULL
            UNION ALL SELECT 4, t.place FROM hale.series k JOIN hale.versions t ON t.series = k.id WHERE k.key IS NULL
            UNION ALL SELECT 0, t.place FROM hale.series k CROSS JOIN LATERAL
                (SELECT place FROM hale.chunks WHERE place >= k.id << {ChunkPlace.Bits} AND place < (k.id << {ChunkPlace.Bits}) + $1
                ORDER BY place LIMIT $5) t WHERE k.key IS NOT NULL
            UNION ALL SELECT 1, t.place FROM hale.series k CROSS JOIN LATERAL
                (SELECT place FROM hale.rollups WHERE place BETWEEN k.id << {ChunkPlace.Bits} AND (k.id << {ChunkPlace.Bits}) + $2
                ORDER BY place LIMIT $5) t WHERE k.key IS NOT NULL
            UNION ALL SELECT 2, old.place FROM hale.events old WHERE old.at < $3 AND EXISTS
                (SELECT 1 FROM hale.events newer WHERE newer.series = old.series AND newer.at < $3 AND (newer.at, newer.place) > (old.at, old.place))
            UNION ALL SELECT 4, old.place FROM hale.versions old WHERE old.at < $3 AND EXISTS
                (SELECT 1 FROM hale.versions newer WHERE newer.series = old.series AND newer.at < $3 AND (newer.at, newer.place) > (old.at, old.place))
            UNION ALL SELECT 3, place FROM hale.evidence WHERE at < $4) victims
        LIMIT $5
        """;

    private const string RemoveHeads = "DELETE FROM hale.heads h USING hale.series k WHERE k.id = h.series AND k.key IS NULL";

    // A series goes last, when nothing refers to it any more.
    private static readonly string RemoveSeries = $"""
        DELETE FROM hale.series k WHERE k.key IS NULL
            AND NOT EXISTS (SELECT 1 FROM hale.chunks WHERE place BETWEEN k.id << {ChunkPlace.Bits} AND ((k.id + 1) << {ChunkPlace.Bits}) - 1)
            AND NOT EXISTS (SELECT 1 FROM hale.rollups WHERE place BETWEEN k.id << {ChunkPlace.Bits} AND ((k.id + 1) << {ChunkPlace.Bits}) - 1)
            AND NOT EXISTS (SELECT 1 FROM hale.events WHERE series = k.id) AND NOT EXISTS (SELECT 1 FROM hale.evidence WHERE series = k.id)
            AND NOT EXISTS (SELECT 1 FROM hale.versions WHERE series = k.id)
        """;

    private const string RemoveRuns = "DELETE FROM hale.runs WHERE seen_at < $1 AND id < (SELECT max(id) FROM hale.runs)";

    public async ValueTask<int> RunAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel)
    {
        var victims = await database.AllAsync(
            () => new(
                Victims, Value.Of(ChunkPlace.Of(0, before)), Value.Of(ChunkPlace.Of(0, sumsBefore.AddDays(-1))), Value.Of(Moments.Of(sumsBefore)),
                Value.Of(Moments.Of(before)), Value.Of(most)),
            row => (Table: row.GetInt32(0), Place: row.GetInt64(1)), cancel);
        var statements = new List<Statement> { new(RemoveHeads) };
        statements.AddRange(victims.GroupBy(each => each.Table, each => each.Place).Select(
            group => new Statement($"DELETE FROM hale.{Tables[group.Key]} WHERE place = ANY ($1)", Value.All(group))));
        statements.Add(new(RemoveSeries));
        statements.Add(new(RemoveRuns, Value.Of(Moments.Of(sumsBefore))));
        var written = await database.WriteAsync(statements, cancel);
        return (int)written.Changed.Skip(1).SkipLast(1).Sum();
    }
}
