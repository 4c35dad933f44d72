using Hale.Server.Rounds;
using Hale.Server.Series;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Metric samples in SQLite.</summary>
internal sealed class SqliteSeries(SqliteFile file) : ISeriesStore
{
    /// <summary>Those series that are not forgotten.</summary>
    private const string Living = "(SELECT id FROM metric_series WHERE name IS NOT NULL)";

    private SqliteSeriesAppend? _append;

    public async ValueTask AppendAsync(SeriesBatch batch, CancellationToken cancel)
    {
        try
        {
            await file.WriteAsync(
                writer =>
                {
                    _append ??= file.Keep(new SqliteSeriesAppend(writer));
                    _append.Write(batch);
                    return true;
                },
                cancel);
        }
        catch (StorageException error) when (error.Fault == StorageFault.Refused)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    public ValueTask<StoredSamples> LoadAsync(CancellationToken cancel) => new(file.Read(connection => new StoredSamples(
        connection.All(
            "SELECT k.id, k.name, h.first, h.through, h.beyond, h.body FROM metric_series k LEFT JOIN metric_heads h ON h.series = k.id WHERE k.name IS NOT NULL",
            row => new StoredSeries(
                row.GetInt32(0), row.GetString(1),
                row.IsDBNull(2) ? null : new(row.GetInt32(0), row.GetInt64(2), row.GetInt64(3), row.GetInt32(4), row.GetFieldValue<byte[]>(5)))),
        connection.All("SELECT number, body FROM metric_ahead ORDER BY number", row => new AheadRow(row.GetInt64(0), row.GetFieldValue<byte[]>(1))),
        (int)connection.One<long>("SELECT seq FROM sqlite_sequence WHERE name = 'metric_series'"),
        connection.One<long>("SELECT seq FROM sqlite_sequence WHERE name = 'metric_ahead'"))));

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ChunksAsync(int series, DateTimeOffset from, CancellationToken cancel) => new(file.Read(
        connection => connection.All(
            "SELECT body FROM metric_chunks WHERE place BETWEEN $from AND $last ORDER BY place", row => (ReadOnlyMemory<byte>)row.GetFieldValue<byte[]>(0),
            ("$from", ChunkPlace.Of(series, from)), ("$last", ChunkPlace.Last(series)))));

    public async ValueTask RollAsync(IReadOnlyList<StoredRollup> rollups, DateOnly? done, CancellationToken cancel) => await file.WriteAsync(
        writer =>
        {
            using var row = new Prepared(
                writer, "INSERT OR REPLACE INTO metric_rollups (place, body) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM metric_series WHERE id = ?3 AND name IS NOT NULL)");
            foreach (var (series, day, body) in rollups)
                row.Bind(1, ChunkPlace.Of(series, Moments.Start(day))).Bind(2, body.Span).Bind(3, series).Run();
            return done is { } last
                ? writer.Run("INSERT OR REPLACE INTO meta (name, value) VALUES ('metrics_rolled_through', $day)", ("$day", Moments.Of(last)))
                : 0;
        },
        cancel);

    public ValueTask<DateOnly?> RolledAsync(CancellationToken cancel) => new(file.Read(
        connection => connection.One<string>("SELECT value FROM meta WHERE name = 'metrics_rolled_through'") is { } day
            ? Moments.ReadDay(day)
            : (DateOnly?)null));

    public ValueTask<IReadOnlyList<StoredRollup>> RollupsAsync(int series, DateOnly from, DateOnly to, CancellationToken cancel) => new(file.Read(
        connection => connection.All(
            "SELECT place, body FROM metric_rollups WHERE place BETWEEN $from AND $to ORDER BY place",
            row => new StoredRollup(series, DateOnly.FromDateTime(ChunkPlace.At(row.GetInt64(0)).UtcDateTime), row.GetFieldValue<byte[]>(1)),
            ("$from", ChunkPlace.Of(series, Moments.Start(from))), ("$to", ChunkPlace.Of(series, Moments.Start(to))))));

    public ValueTask<OldestKept> OldestAsync(CancellationToken cancel) =>
        new(file.Read(connection => SqliteOldest.Of(connection, Living, "metric_chunks", "metric_rollups")));

    public async ValueTask<int> PruneAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel)
    {
        var (chunks, rollups, series) = file.Read(connection => Old(connection, before, sumsBefore, most));
        return chunks.Count + rollups.Count + series.Count == 0 ? 0 : await file.WriteAsync(
            writer =>
            {
                var removed = Remove(writer, "DELETE FROM metric_chunks WHERE place = ?1", chunks) + Remove(writer, "DELETE FROM metric_rollups WHERE place = ?1", rollups);
                // The series itself goes last, when nothing refers to it any more.
                Remove(writer, "DELETE FROM metric_heads WHERE series = ?1", series);
                return removed + Remove(writer, "DELETE FROM metric_series WHERE id = ?1", series);
            },
            cancel);
    }

    /// <summary>What a step of pruning removes: chunks and rollups by their place, and series of which nothing else is left.</summary>
    private static (List<long> Chunks, List<long> Rollups, List<long> Series) Old(SqliteConnection connection, DateTimeOffset before, DateTimeOffset sumsBefore, int most)
    {
        var (chunks, rollups, series) = (new List<long>(), new List<long>(), new List<long>());
        foreach (var id in connection.All("SELECT id FROM metric_series WHERE name IS NULL ORDER BY id LIMIT 100", row => row.GetInt64(0)))
        {
            chunks.AddRange(SqliteOldest.Places(connection, "metric_chunks", id, most - chunks.Count));
            rollups.AddRange(SqliteOldest.Places(connection, "metric_rollups", id, most - rollups.Count));
            if (chunks.Count >= most || rollups.Count >= most)
                break;
            series.Add(id);
        }

        chunks.AddRange(SqliteOldest.Places(connection, Living, "metric_chunks", ChunkPlace.Of(0, before) - 1, most - chunks.Count));
        rollups.AddRange(SqliteOldest.Places(connection, Living, "metric_rollups", ChunkPlace.Of(0, sumsBefore.AddDays(-1)), most - rollups.Count));
        return (chunks, rollups, series);
    }

    private static int Remove(SqliteConnection writer, string sql, List<long> places)
    {
        using var removal = new Prepared(writer, sql);
        return places.Sum(place => removal.Bind(1, place).Run());
    }
}
