using System.Runtime.CompilerServices;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>The history in SQLite: one row per check.</summary>
internal sealed class SqliteHistory(SqliteFile file) : IHistoryStore
{
    private const string SampleColumns = "SELECT s.at, s.status, s.failure, s.latency, s.message FROM samples s JOIN series k ON k.id = s.series ";
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
                    _append.Write(writer, batch);
                    return true;
                },
                cancel);
        }
        catch (StorageException error) when (error.Fault == StorageFault.Refused)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    public ValueTask<IReadOnlyList<StoredVerdict>> VerdictsAsync(CancellationToken cancel) => new(file.Read(connection => connection.All(
        "SELECT k.key, v.state FROM verdicts v JOIN series k ON k.id = v.series WHERE k.key IS NOT NULL",
        row => new StoredVerdict(row.GetString(0), row.GetString(1)))));

    public ValueTask<IReadOnlyList<Sample>> RecentAsync(string key, int most, CancellationToken cancel) => new(file.Read(connection => connection.All(
        SampleColumns + "WHERE k.key = $key ORDER BY s.at DESC, s.n DESC LIMIT $most", row => Sample(key, row), ("$key", key), ("$most", most))));

    public async IAsyncEnumerable<Sample> SamplesAsync(
        string key, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = Opened();
        await using var command = connection.Prepare(
            SampleColumns + "WHERE k.key = $key AND s.at >= $from AND s.at < $to ORDER BY s.at, s.n", ("$key", key), ("$from", Ceiling(from)), ("$to", Ceiling(to)));
        await using var rows = Explained(command.ExecuteReader);
        while (Explained(rows.Read))
        {
            cancel.ThrowIfCancellationRequested();
            yield return Sample(key, rows);
        }
    }

    public ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(string key, long? before, int most, CancellationToken cancel) =>
        new(file.Read(connection => connection.All(
            EventColumns + "WHERE k.key = $key AND e.place < $before ORDER BY e.place DESC LIMIT $most",
            row => (row.GetInt64(7), Event(row)), ("$key", key), ("$before", before ?? long.MaxValue), ("$most", most))));

    public ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel) => new(file.Read(connection => connection.All(
        EventColumns + "WHERE k.key IS NOT NULL ORDER BY e.place DESC LIMIT $most", Event, ("$most", most))));

    public ValueTask<IReadOnlyList<StatusEvent>> EventsWithinAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        new(file.Read<IReadOnlyList<StatusEvent>>(connection =>
        [
            .. connection.All(
                EventColumns + "WHERE k.key = $key AND e.at < $from ORDER BY e.at DESC, e.place DESC LIMIT 1", Event, ("$key", key), ("$from", Ceiling(from))),
            .. connection.All(
                EventColumns + "WHERE k.key = $key AND e.at >= $from AND e.at < $to ORDER BY e.at, e.place", Event,
                ("$key", key), ("$from", Ceiling(from)), ("$to", Ceiling(to))),
        ]));

    public async ValueTask<long> BeginRunAsync(DateTimeOffset at, CancellationToken cancel) => await file.WriteAsync(
        writer => writer.One<long>("INSERT INTO runs (started_at, seen_at) VALUES ($at, $at) RETURNING id", ("$at", at.ToUnixTimeMilliseconds())), cancel);

    public ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => new(file.Read(connection => connection.All(
        "SELECT id, started_at, seen_at FROM runs WHERE seen_at >= $from AND started_at < $to ORDER BY id",
        row => new Run(row.GetInt64(0), row.Time(1), row.Time(2)), ("$from", from.ToUnixTimeMilliseconds()), ("$to", Ceiling(to)))));

    public ValueTask<int> PruneAsync(DateTimeOffset before, int most, CancellationToken cancel) => _prune.RunAsync(before, most, cancel);

    // Kept times are whole milliseconds: at ≥ from holds for the same ones as at ≥ from rounded up, and at < to likewise.
    private static long Ceiling(DateTimeOffset time)
    {
        var whole = time.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(whole) < time ? whole + 1 : whole;
    }

    private static Sample Sample(string key, SqliteDataReader row) => new(
        key, row.Time(0), (Status)row.GetInt32(1), row.IsDBNull(3) ? null : row.GetInt64(3) / 1000.0,
        row.IsDBNull(2) ? null : (FailureKind)row.GetInt32(2), row.Text(4));

    private static StatusEvent Event(SqliteDataReader row) => new(
        row.GetString(0),
        new(row.Time(1), Words<Status>.Read(row.GetString(2)), Words<Status>.Read(row.GetString(3)), Words<Why>.Read(row.GetString(4)), row.Text(5)),
        row.Text(6));

    private SqliteConnection Opened() => Explained(file.OpenReader);

    private T Explained<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(file.Path, error);
        }
    }
}
