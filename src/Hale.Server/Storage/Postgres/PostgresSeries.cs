using Hale.Server.Rounds;
using Hale.Server.Series;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Postgres;

/// <summary>Metric samples in PostgreSQL.</summary>
internal sealed class PostgresSeries(PostgresDatabase database) : ISeriesStore
{
    private const string Held = """
        SELECT k.id, k.name, h.first, h.through, h.beyond, h.body
        FROM hale.metric_series k LEFT JOIN hale.metric_heads h ON h.series = k.id WHERE k.name IS NOT NULL
        """;

    private const string Roll = """
        INSERT INTO hale.metric_rollups (place, body) SELECT r.place, r.body FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS r (series, place, body)
        JOIN hale.metric_series s ON s.id = r.series AND s.name IS NOT NULL ON CONFLICT (place) DO UPDATE SET body = excluded.body
        """;

    // What is left of series that were forgotten is as old as can be.
    private static readonly string Victims = $"""
        SELECT * FROM (
            SELECT 0 AS of, t.place FROM hale.metric_series k CROSS JOIN LATERAL
                (SELECT place FROM hale.metric_chunks WHERE place >= k.id << {ChunkPlace.Bits}
                    AND place < CASE WHEN k.name IS NULL THEN (k.id + 1) << {ChunkPlace.Bits} ELSE (k.id << {ChunkPlace.Bits}) + $1 END ORDER BY place LIMIT $3) t
            UNION ALL SELECT 1, t.place FROM hale.metric_series k CROSS JOIN LATERAL
                (SELECT place FROM hale.metric_rollups WHERE place >= k.id << {ChunkPlace.Bits}
                    AND place < CASE WHEN k.name IS NULL THEN (k.id + 1) << {ChunkPlace.Bits} ELSE (k.id << {ChunkPlace.Bits}) + $2 + 1 END ORDER BY place LIMIT $3) t) victims
        LIMIT $3
        """;

    private const string RemoveHeads = "DELETE FROM hale.metric_heads h USING hale.metric_series k WHERE k.id = h.series AND k.name IS NULL";

    // A series goes last, when nothing refers to it any more.
    private static readonly string RemoveSeries = $"""
        DELETE FROM hale.metric_series k WHERE k.name IS NULL
            AND NOT EXISTS (SELECT 1 FROM hale.metric_chunks WHERE place BETWEEN k.id << {ChunkPlace.Bits} AND ((k.id + 1) << {ChunkPlace.Bits}) - 1)
            AND NOT EXISTS (SELECT 1 FROM hale.metric_rollups WHERE place BETWEEN k.id << {ChunkPlace.Bits} AND ((k.id + 1) << {ChunkPlace.Bits}) - 1)
        """;

    public async ValueTask AppendAsync(SeriesBatch batch, CancellationToken cancel)
    {
        try
        {
            await database.WriteAsync(PostgresSeriesAppend.Of(batch), cancel, batch);
        }
        catch (StorageException error) when (error.Fault == StorageFault.Refused)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    public async ValueTask<StoredSamples> LoadAsync(CancellationToken cancel) => await database.ReadAsync(
        async connection =>
        {
            await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
            var series = await connection.AllAsync(
                new(Held),
                row => new StoredSeries(
                    (int)row.GetInt64(0), row.GetString(1),
                    row.IsDBNull(2) ? null : new((int)row.GetInt64(0), row.GetInt64(2), row.GetInt64(3), (int)row.GetInt64(4), row.Bytes(5)!)),
                cancel);
            var rows = await connection.AllAsync(
                new("SELECT number, body FROM hale.metric_ahead ORDER BY number"), row => new AheadRow(row.GetInt64(0), row.Bytes(1)!), cancel);
            var last = await connection.AllAsync(
                new("SELECT last FROM hale.numbers WHERE name IN ('metric_ahead', 'metric_series') ORDER BY name"), row => row.GetInt64(0), cancel);
            return new StoredSamples(series, rows, (int)last[1], last[0]);
        },
        cancel);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ChunksAsync(int series, DateTimeOffset from, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT body FROM hale.metric_chunks WHERE place BETWEEN $1 AND $2 ORDER BY place", Value.Of(ChunkPlace.Of(series, from)), Value.Of(ChunkPlace.Last(series))),
        row => (ReadOnlyMemory<byte>)row.GetFieldValue<byte[]>(0), cancel);

    public async ValueTask RollAsync(IReadOnlyList<StoredRollup> rollups, DateOnly? done, CancellationToken cancel)
    {
        var last = rollups.Reverse().DistinctBy(each => (each.Series, each.Day)).ToArray();
        var statements = new List<Statement>
        {
            new(
                Roll, Value.All(last.Select(each => (long)each.Series)), Value.All(last.Select(each => ChunkPlace.Of(each.Series, Moments.Start(each.Day)))),
                Value.All(last.Select(each => each.Body))),
        };
        if (done is { } day)
            statements.Add(new(PostgresMeta.Put, Value.Of("metrics_rolled_through"), Value.Of(Moments.Of(day))));
        await database.WriteAsync(statements, cancel);
    }

    public async ValueTask<DateOnly?> RolledAsync(CancellationToken cancel) => await database.ReadAsync(
        connection => connection.OneAsync<string>(new("SELECT value FROM hale.meta WHERE name = 'metrics_rolled_through'"), cancel), cancel) is { } day
        ? Moments.ReadDay(day)
        : null;

    public ValueTask<IReadOnlyList<StoredRollup>> RollupsAsync(int series, DateOnly from, DateOnly to, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT place, body FROM hale.metric_rollups WHERE place BETWEEN $1 AND $2 ORDER BY place",
            Value.Of(ChunkPlace.Of(series, Moments.Start(from))), Value.Of(ChunkPlace.Of(series, Moments.Start(to)))),
        row => new StoredRollup(series, DateOnly.FromDateTime(ChunkPlace.At(row.GetInt64(0)).UtcDateTime), row.Bytes(1)!),
        cancel);

    public async ValueTask<OldestKept> OldestAsync(CancellationToken cancel) => await database.ReadAsync(
        connection => PostgresOldest.OfAsync(connection, "(SELECT id FROM hale.metric_series WHERE name IS NOT NULL)", "hale.metric_chunks", "hale.metric_rollups", cancel),
        cancel);

    public async ValueTask<int> PruneAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel)
    {
        var victims = await database.AllAsync(
            () => new(Victims, Value.Of(ChunkPlace.Of(0, before)), Value.Of(ChunkPlace.Of(0, sumsBefore.AddDays(-1))), Value.Of(most)),
            row => (Rollup: row.GetInt32(0) == 1, Place: row.GetInt64(1)), cancel);
        var written = await database.WriteAsync(
            [
                new(RemoveHeads),
                new("DELETE FROM hale.metric_chunks WHERE place = ANY ($1)", Value.All(victims.Where(each => !each.Rollup).Select(each => each.Place))),
                new("DELETE FROM hale.metric_rollups WHERE place = ANY ($1)", Value.All(victims.Where(each => each.Rollup).Select(each => each.Place))),
                new(RemoveSeries),
            ],
            cancel);
        return (int)written.Changed.Skip(1).SkipLast(1).Sum();
    }
}
