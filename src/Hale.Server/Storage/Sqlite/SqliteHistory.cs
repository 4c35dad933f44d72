using System.Text.Json;
using System.Text.Json.Serialization;
using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.Rounds;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>The history in SQLite.</summary>
internal sealed class SqliteHistory(SqliteFile file) : IHistoryStore
{
    private const string EventColumns =
        "SELECT k.key, e.at, e.from_status, e.to_status, e.why, e.message, e.cause, e.place FROM events e JOIN series k ON k.id = e.series ";

    private readonly SqlitePrune _prune = new(file);
    private SqliteAppend? _append;

    public async ValueTask AppendAsync(HistoryBatch batch, CancellationToken cancel)
    {
        try
        {
            await file.WriteAsync(
                writer =>
                {
                    _append ??= file.Keep(new SqliteAppend(writer));
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

    public ValueTask<StoredHistory> LoadAsync(CancellationToken cancel) => new(file.Read(connection => new StoredHistory(
        connection.All(
            """
            SELECT k.id, k.key, v.state, h.first, h.through, h.beyond, h.body
            FROM series k LEFT JOIN verdicts v ON v.series = k.id LEFT JOIN heads h ON h.series = k.id WHERE k.key IS NOT NULL
            """,
            row => new StoredSeries(
                row.GetInt32(0), row.GetString(1), row.Text(2),
                row.IsDBNull(3) ? null : new(row.GetInt32(0), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5), row.GetFieldValue<byte[]>(6)))),
        connection.All("SELECT number, body FROM ahead ORDER BY number", row => new AheadRow(row.GetInt64(0), row.GetFieldValue<byte[]>(1))),
        (int)connection.One<long>("SELECT seq FROM sqlite_sequence WHERE name = 'series'"),
        connection.One<long>("SELECT seq FROM sqlite_sequence WHERE name = 'ahead'"))
    {
        Versions = connection.All(
            "SELECT series, at, version FROM versions v WHERE place = (SELECT place FROM versions WHERE series = v.series ORDER BY at DESC, place DESC LIMIT 1)", Version),
    }));

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ChunksAsync(int series, DateTimeOffset from, CancellationToken cancel) => new(file.Read(
        connection => connection.All(
            "SELECT body FROM chunks WHERE place BETWEEN $from AND $last ORDER BY place", Body,
            ("$from", ChunkPlace.Of(series, from)), ("$last", ChunkPlace.Last(series)))));

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LastChunksAsync(int series, int most, CancellationToken cancel) => new(file.Read(
        connection => connection.All(
            "SELECT body FROM chunks WHERE place BETWEEN $first AND $last ORDER BY place DESC LIMIT $most", Body,
            ("$first", ChunkPlace.First(series)), ("$last", ChunkPlace.Last(series)), ("$most", most))));

    public async ValueTask RollAsync(IReadOnlyList<StoredRollup> rollups, DateOnly? done, CancellationToken cancel) => await file.WriteAsync(
        writer =>
        {
            using var row = new Prepared(
                writer, "INSERT OR REPLACE INTO rollups (place, body) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM series WHERE id = ?3 AND key IS NOT NULL)");
            foreach (var (series, day, body) in rollups)
                row.Bind(1, ChunkPlace.Of(series, Moments.Start(day))).Bind(2, body.Span).Bind(3, series).Run();
            return done is { } last
                ? writer.Run("INSERT OR REPLACE INTO meta (name, value) VALUES ('rolled_through', $day)", ("$day", Moments.Of(last)))
                : 0;
        },
        cancel);

    public ValueTask<DateOnly?> RolledAsync(CancellationToken cancel) => new(file.Read(
        connection => connection.One<string>("SELECT value FROM meta WHERE name = 'rolled_through'") is { } day
            ? Moments.ReadDay(day)
            : (DateOnly?)null));

    public ValueTask<IReadOnlyList<StoredRollup>> RollupsAsync(int series, DateOnly from, DateOnly to, CancellationToken cancel) => new(file.Read(
        connection => connection.All(
            "SELECT place, body FROM rollups WHERE place BETWEEN $from AND $to ORDER BY place",
            row => new StoredRollup(series, DateOnly.FromDateTime(ChunkPlace.At(row.GetInt64(0)).UtcDateTime), row.GetFieldValue<byte[]>(1)),
            ("$from", ChunkPlace.Of(series, Moments.Start(from))), ("$to", ChunkPlace.Of(series, Moments.Start(to))))));

    public ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(IReadOnlyList<string> keys, long? before, int most, CancellationToken cancel) =>
        new(file.Read(connection => connection.All(
            EventColumns + "WHERE e.series IN (SELECT id FROM series WHERE key IN (SELECT value FROM json_each($keys))) AND e.place < $before ORDER BY e.place DESC LIMIT $most",
            row => (row.GetInt64(7), Event(row)), ("$keys", JsonSerializer.Serialize(keys, KeysJson.Default.IReadOnlyListString)),
            ("$before", before ?? long.MaxValue), ("$most", most))));

    public ValueTask<IReadOnlyList<StoredVersion>> VersionsAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => new(file.Read(
        connection => connection.All(
            """
            SELECT * FROM (SELECT v.series, v.at, v.version FROM versions v JOIN series k ON k.id = v.series
                WHERE k.key = $key AND v.at < $from ORDER BY v.at DESC, v.place DESC LIMIT 1)
            UNION ALL
            SELECT * FROM (SELECT v.series, v.at, v.version FROM versions v JOIN series k ON k.id = v.series
                WHERE k.key = $key AND v.at >= $from AND v.at < $to ORDER BY v.at, v.place)
            """,
            Version, ("$key", key), ("$from", Moments.Bound(from)), ("$to", Moments.Bound(to)))));

    public ValueTask<IReadOnlyList<(long Place, string Body)>> EvidenceAsync(string key, long? before, int most, CancellationToken cancel) =>
        new(file.Read(connection => connection.All(
            "SELECT e.place, e.body FROM evidence e JOIN series k ON k.id = e.series WHERE k.key = $key AND e.place < $before ORDER BY e.place DESC LIMIT $most",
            row => (row.GetInt64(0), row.GetString(1)), ("$key", key), ("$before", before ?? long.MaxValue), ("$most", most))));

    public ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel) => new(file.Read(connection => connection.All(
        EventColumns + "WHERE k.key IS NOT NULL ORDER BY e.place DESC LIMIT $most", Event, ("$most", most))));

    public ValueTask<IReadOnlyList<IReadOnlyList<StatusEvent>>> EventsWithinAsync(
        IReadOnlyList<string> keys, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => new(file.Read(connection =>
    {
        // There may be ten thousand keys, so the statements are prepared once.
        using var before = connection.Prepare(
            EventColumns + "WHERE k.key = $key AND +e.at < $from ORDER BY e.place DESC LIMIT 1", ("$key", ""), ("$from", Moments.Bound(from)));
        using var within = connection.Prepare(
            EventColumns + "WHERE k.key = $key AND e.at >= $from AND e.at < $to ORDER BY e.place", ("$key", ""), ("$from", Moments.Bound(from)), ("$to", Moments.Bound(to)));
        var all = new List<IReadOnlyList<StatusEvent>>(keys.Count);
        foreach (var key in keys)
        {
            cancel.ThrowIfCancellationRequested();
            before.Parameters["$key"].Value = within.Parameters["$key"].Value = key;
            var events = new List<StatusEvent>();
            Add(before, events);
            Add(within, events);
            all.Add(events);
        }

        return (IReadOnlyList<IReadOnlyList<StatusEvent>>)all;
    }));

    public async ValueTask<long> BeginRunAsync(DateTimeOffset at, CancellationToken cancel) => await file.WriteAsync(
        writer => writer.One<long>("INSERT INTO runs (started_at, seen_at) VALUES ($at, $at) RETURNING id", ("$at", Moments.Of(at))), cancel);

    public ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => new(file.Read(connection => connection.All(
        "SELECT id, started_at, seen_at FROM runs WHERE seen_at >= $from AND started_at < $to ORDER BY id",
        row => new Run(row.GetInt64(0), row.Time(1), row.Time(2)), ("$from", Moments.Of(from)), ("$to", Moments.Bound(to)))));

    public ValueTask<long> SizeAsync(CancellationToken cancel) => new(file.Read(connection =>
        (connection.One<long>("PRAGMA page_count") - connection.One<long>("PRAGMA freelist_count")) * connection.One<long>("PRAGMA page_size")));

    public ValueTask<OldestKept> OldestAsync(CancellationToken cancel) =>
        new(file.Read(connection => SqliteOldest.Of(connection, SqlitePrune.Living, "chunks", "rollups")));

    public ValueTask<int> PruneAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel) =>
        _prune.RunAsync(before, sumsBefore, most, cancel);

    private static void Add(SqliteCommand question, List<StatusEvent> events)
    {
        using var rows = question.ExecuteReader();
        while (rows.Read())
            events.Add(Event(rows));
    }

    private static StoredVersion Version(SqliteDataReader row) => new(row.GetInt32(0), row.Time(1), row.GetString(2));

    private static ReadOnlyMemory<byte> Body(SqliteDataReader row) => row.GetFieldValue<byte[]>(0);

    private static StatusEvent Event(SqliteDataReader row) => new(
        row.GetString(0),
        new(row.Time(1), Words<Status>.Read(row.GetString(2)), Words<Status>.Read(row.GetString(3)), Words<Why>.Read(row.GetString(4)), row.Text(5)),
        row.Text(6));
}

[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class KeysJson : JsonSerializerContext;
