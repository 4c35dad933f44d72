using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.Rounds;
using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>The history in PostgreSQL.</summary>
internal sealed class PostgresHistory(PostgresDatabase database) : IHistoryStore
{
    private const string EventColumns =
        "SELECT k.key, e.at, e.from_status, e.to_status, e.why, e.message, e.cause, e.place FROM hale.events e JOIN hale.series k ON k.id = e.series ";

    // Of each key by itself, or the newest events of all keys would be read until enough are of these.
    private const string OfKeys = """
        SELECT k.key, e.at, e.from_status, e.to_status, e.why, e.message, e.cause, e.place FROM hale.series k CROSS JOIN LATERAL
            (SELECT * FROM hale.events WHERE series = k.id AND place < $2 ORDER BY place DESC LIMIT $3) e
        WHERE k.key = ANY ($1) ORDER BY e.place DESC LIMIT $3
        """;

    private const string VersionsWithin = """
        SELECT v.series, v.at, v.version FROM hale.series k CROSS JOIN LATERAL (
            (SELECT * FROM hale.versions WHERE series = k.id AND at < $2 ORDER BY at DESC, place DESC LIMIT 1)
            UNION ALL SELECT * FROM hale.versions WHERE series = k.id AND at >= $2 AND at < $3) v
        WHERE k.key = $1 ORDER BY v.at, v.place
        """;

    private const string LastVersions = """
        SELECT DISTINCT ON (v.series) v.series, v.at, v.version FROM hale.versions v JOIN hale.series k ON k.id = v.series AND k.key IS NOT NULL
        ORDER BY v.series, v.at DESC, v.place DESC
        """;

    private const string Within = """
        SELECT u.key, e.at, e.from_status, e.to_status, e.why, e.message, e.cause, u.n
        FROM unnest($1::text[]) WITH ORDINALITY AS u (key, n) JOIN hale.series k ON k.key = u.key CROSS JOIN LATERAL (
            (SELECT * FROM hale.events WHERE series = k.id AND at < $2 ORDER BY place DESC LIMIT 1)
            UNION ALL SELECT * FROM hale.events WHERE series = k.id AND at >= $2 AND at < $3) e
        ORDER BY u.n, e.at >= $2, e.place
        """;

    private const string Roll = """
        INSERT INTO hale.rollups (place, body) SELECT r.place, r.body FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS r (series, place, body)
        JOIN hale.series s ON s.id = r.series AND s.key IS NOT NULL ON CONFLICT (place) DO UPDATE SET body = excluded.body
        """;

    private readonly PostgresPrune _prune = new(database);

    public async ValueTask AppendAsync(HistoryBatch batch, CancellationToken cancel)
    {
        try
        {
            await database.WriteAsync(PostgresAppend.Of(batch), cancel, batch);
        }
        catch (Exception error) when (error is StorageException { Fault: StorageFault.Refused } or KeyNotFoundException)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    public async ValueTask<StoredHistory> LoadAsync(CancellationToken cancel) => await database.ReadAsync(
        async connection =>
        {
            await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
            const string Held = """
                SELECT k.id, k.key, v.state, h.first, h.through, h.beyond, h.body
                FROM hale.series k LEFT JOIN hale.verdicts v ON v.series = k.id LEFT JOIN hale.heads h ON h.series = k.id WHERE k.key IS NOT NULL
                """;
            var series = await connection.AllAsync(
                new(Held),
                row => new StoredSeries(
                    (int)row.GetInt64(0), row.GetString(1), row.Text(2),
                    row.IsDBNull(3) ? null : new((int)row.GetInt64(0), row.GetInt64(3), row.GetInt64(4), (int)row.GetInt64(5), row.Bytes(6)!)),
                cancel);
            var rows = await connection.AllAsync(
                new("SELECT number, body FROM hale.ahead ORDER BY number"), row => new AheadRow(row.GetInt64(0), row.Bytes(1)!), cancel);
            var last = await connection.AllAsync(new("SELECT last FROM hale.numbers WHERE name IN ('ahead', 'series') ORDER BY name"), row => row.GetInt64(0), cancel);
            var versions = await connection.AllAsync(new(LastVersions), Version, cancel);
            return new StoredHistory(series, rows, (int)last[1], last[0]) { Versions = versions };
        },
        cancel);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ChunksAsync(int series, DateTimeOffset from, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT body FROM hale.chunks WHERE place BETWEEN $1 AND $2 ORDER BY place", Value.Of(ChunkPlace.Of(series, from)), Value.Of(ChunkPlace.Last(series))),
        Body, cancel);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LastChunksAsync(int series, int most, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT body FROM hale.chunks WHERE place BETWEEN $1 AND $2 ORDER BY place DESC LIMIT $3",
            Value.Of(ChunkPlace.First(series)), Value.Of(ChunkPlace.Last(series)), Value.Of(most)),
        Body, cancel);

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
            statements.Add(new(PostgresMeta.Put, Value.Of("rolled_through"), Value.Of(Moments.Of(day))));
        await database.WriteAsync(statements, cancel);
    }

    public async ValueTask<DateOnly?> RolledAsync(CancellationToken cancel) => await database.ReadAsync(
        connection => connection.OneAsync<string>(new("SELECT value FROM hale.meta WHERE name = 'rolled_through'"), cancel), cancel) is { } day ? Moments.ReadDay(day) : null;

    public ValueTask<IReadOnlyList<StoredRollup>> RollupsAsync(int series, DateOnly from, DateOnly to, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT place, body FROM hale.rollups WHERE place BETWEEN $1 AND $2 ORDER BY place",
            Value.Of(ChunkPlace.Of(series, Moments.Start(from))), Value.Of(ChunkPlace.Of(series, Moments.Start(to)))),
        row => new StoredRollup(series, DateOnly.FromDateTime(ChunkPlace.At(row.GetInt64(0)).UtcDateTime), row.Bytes(1)!),
        cancel);

    public ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(IReadOnlyList<string> keys, long? before, int most, CancellationToken cancel) =>
        database.AllAsync(
            () => new(OfKeys, Value.All(keys), Value.Of(before ?? long.MaxValue), Value.Of(most)), row => (row.GetInt64(7), Event(row)), cancel);

    public ValueTask<IReadOnlyList<StoredVersion>> VersionsAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => database.AllAsync(
        () => new(VersionsWithin, Value.Of(key), Value.Of(Moments.Bound(from)), Value.Of(Moments.Bound(to))), Version, cancel);

    public ValueTask<IReadOnlyList<(long Place, string Body)>> EvidenceAsync(string key, long? before, int most, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT e.place, e.body FROM hale.evidence e JOIN hale.series k ON k.id = e.series WHERE k.key = $1 AND e.place < $2 ORDER BY e.place DESC LIMIT $3",
            Value.Of(key), Value.Of(before ?? long.MaxValue), Value.Of(most)),
        row => (row.GetInt64(0), row.GetString(1)), cancel);

    public ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel) => database.AllAsync(
        () => new(EventColumns + "WHERE k.key IS NOT NULL ORDER BY e.place DESC LIMIT $1", Value.Of(most)), Event, cancel);

    public async ValueTask<IReadOnlyList<IReadOnlyList<StatusEvent>>> EventsWithinAsync(
        IReadOnlyList<string> keys, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var rows = await database.AllAsync(
            () => new(Within, Value.All(keys), Value.Of(Moments.Bound(from)), Value.Of(Moments.Bound(to))), row => (Key: (int)row.GetInt64(7) - 1, Event: Event(row)), cancel);
        var all = new List<StatusEvent>[keys.Count];
        for (var i = 0; i < all.Length; i++)
            all[i] = [];
        foreach (var (key, each) in rows)
            all[key].Add(each);
        return all;
    }

    public async ValueTask<long> BeginRunAsync(DateTimeOffset at, CancellationToken cancel) => (await database.WriteAsync(
        [new("INSERT INTO hale.runs (started_at, seen_at) VALUES ($1, $1) RETURNING id", Value.Of(Moments.Of(at)))], cancel)).Number!.Value;

    public ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT id, started_at, seen_at FROM hale.runs WHERE seen_at >= $1 AND started_at < $2 ORDER BY id", Value.Of(Moments.Of(from)), Value.Of(Moments.Bound(to))),
        row => new Run(row.GetInt64(0), row.Time(1), row.Time(2)), cancel);

    public async ValueTask<long> SizeAsync(CancellationToken cancel) => await database.ReadAsync(connection => PostgresSize.OfAsync(connection, cancel), cancel);

    public async ValueTask<OldestKept> OldestAsync(CancellationToken cancel) => await database.ReadAsync(
        connection => PostgresOldest.OfAsync(connection, "(SELECT id FROM hale.series WHERE key IS NOT NULL)", "hale.chunks", "hale.rollups", cancel), cancel);

    public ValueTask<int> PruneAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel) =>
        _prune.RunAsync(before, sumsBefore, most, cancel);

    private static StoredVersion Version(NpgsqlDataReader row) => new((int)row.GetInt64(0), row.Time(1), row.GetString(2));

    private static ReadOnlyMemory<byte> Body(NpgsqlDataReader row) => row.GetFieldValue<byte[]>(0);

    private static StatusEvent Event(NpgsqlDataReader row) => new(
        row.GetString(0),
        new(row.Time(1), Words<Status>.Read(row.GetString(2)), Words<Status>.Read(row.GetString(3)), Words<Why>.Read(row.GetString(4)), row.Text(5)),
        row.Text(6));
}
