using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Writes batches of history on the writing connection, within its turn, with statements prepared once.</summary>
internal sealed class SqliteAppend : IDisposable
{
    private readonly Prepared _addSeries;
    private readonly Prepared _forgetSeries;
    private readonly Prepared _forgetState;
    private readonly Prepared _row;
    private readonly Prepared _event;
    private readonly Prepared _earlier;
    private readonly Prepared _evidence;
    private readonly Prepared _oldEvidence;
    private readonly Prepared _version;
    private readonly Prepared _state;
    private readonly Prepared _chunk;
    private readonly Prepared _head;
    private readonly Prepared _trim;
    private readonly Prepared _seen;

    // What belongs to a series that was forgotten is left out: what was gathered before it was may be written after.
    public SqliteAppend(SqliteConnection writer)
    {
        const string Known = "FROM series WHERE id = ?1 AND key IS NOT NULL";
        _addSeries = new(writer, "INSERT INTO series (id, key) VALUES (?1, ?2)");
        _forgetSeries = new(writer, "UPDATE series SET key = NULL WHERE id = ?1");
        _forgetState = new(writer, "DELETE FROM verdicts WHERE series = ?1");
        _row = new(writer, "INSERT INTO ahead (number, body) VALUES (?1, ?2)");
        _event = new(
            writer, $"INSERT INTO events (series, at, from_status, to_status, why, message, cause) SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 {Known}");
        _earlier = new(
            writer,
            $"""
            INSERT INTO events (place, series, at, from_status, to_status, why, message, cause)
            SELECT (SELECT coalesce(max(place) + 1, ?8) FROM events WHERE place BETWEEN ?8 AND ?9), id, ?2, ?3, ?4, ?5, ?6, ?7 {Known}
            """);
        _evidence = new(writer, $"INSERT INTO evidence (series, at, body) SELECT id, ?2, ?3 {Known}");
        _oldEvidence = new(
            writer, "DELETE FROM evidence WHERE series = ?1 AND place <= (SELECT place FROM evidence WHERE series = ?1 ORDER BY place DESC LIMIT 1 OFFSET ?2)");
        _version = new(writer, $"INSERT INTO versions (series, at, version) SELECT id, ?2, ?3 {Known}");
        _state = new(writer, $"INSERT INTO verdicts (series, state) SELECT id, ?2 {Known} ON CONFLICT (series) DO UPDATE SET state = excluded.state");
        _chunk = new(writer, "INSERT INTO chunks (place, body) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        _head = new(
            writer,
            $"""
            INSERT INTO heads (series, first, through, beyond, body) SELECT id, ?2, ?3, ?4, ?5 {Known}
            ON CONFLICT (series) DO UPDATE SET first = excluded.first, through = excluded.through, beyond = excluded.beyond, body = excluded.body
            """);
        _trim = new(writer, "DELETE FROM ahead WHERE number <= ?1");
        _seen = new(writer, "UPDATE runs SET seen_at = max(seen_at, ?2) WHERE id = ?1");
    }

    public void Write(HistoryBatch batch)
    {
        foreach (var change in batch.Series)
            Change(change);
        foreach (var row in batch.Rows)
            _row.Bind(1, row.Number).Bind(2, row.Body.Span).Run();
        foreach (var (series, change) in batch.Events)
            Bound(_event, series, change).Run();
        foreach (var (series, change) in batch.Earlier)
            Bound(_earlier, series, change).Bind(8, EventPlace.First(change.Step.At)).Bind(9, EventPlace.Last(change.Step.At)).Run();
        foreach (var (series, at, body) in batch.Evidence)
        {
            _evidence.Bind(1, series).Bind(2, Moments.Of(at)).Bind(3, body).Run();
            _oldEvidence.Bind(1, series).Bind(2, IHistoryStore.KeptEvidence).Run();
        }

        foreach (var (series, at, version) in batch.Versions)
            _version.Bind(1, series).Bind(2, at.ToUnixTimeMilliseconds()).Bind(3, version).Run();
        foreach (var (series, state) in batch.States)
            _state.Bind(1, series).Bind(2, state).Run();
        foreach (var chunk in batch.Chunks)
            Add(chunk);
        foreach (var head in batch.Heads)
            _head.Bind(1, head.Series).Bind(2, head.First).Bind(3, head.Through).Bind(4, head.Beyond).Bind(5, head.Body.Span).Run();
        if (batch.Trim > 0)
            _trim.Bind(1, batch.Trim).Run();
        if (batch.Seen is { } seen)
            _seen.Bind(1, seen.Run).Bind(2, Moments.Of(seen.At)).Run();
    }

    public void Dispose()
    {
        foreach (var statement in (Prepared[])
            [_addSeries, _forgetSeries, _forgetState, _row, _event, _earlier, _evidence, _oldEvidence, _version, _state, _chunk, _head, _trim, _seen])
            statement.Dispose();
    }

    // A forgotten one's rows stay behind without a key, and pruning takes them away step by step: it may have many.
    private void Change(SeriesChange change)
    {
        if (change.Key is { } key)
        {
            _addSeries.Bind(1, change.Series).Bind(2, key).Run();
            return;
        }

        _forgetState.Bind(1, change.Series).Run();
        _forgetSeries.Bind(1, change.Series).Run();
    }

    // Two chunks of a series that end in the same second: the clock was set back, or checks are forced in numbers.
    private void Add(StoredChunk chunk)
    {
        var place = ChunkPlace.Of(chunk.Series, chunk.LastAt);
        while (_chunk.Bind(1, place).Bind(2, chunk.Body.Span).Run() == 0)
            place++;
    }

    private static Prepared Bound(Prepared insert, int series, StatusEvent change) => insert
        .Bind(1, series)
        .Bind(2, Moments.Of(change.Step.At))
        .Bind(3, Words<Status>.Of(change.Step.From))
        .Bind(4, Words<Status>.Of(change.Step.To))
        .Bind(5, Words<Why>.Of(change.Step.Why))
        .Bind(6, change.Step.Message)
        .Bind(7, change.Cause);
}
