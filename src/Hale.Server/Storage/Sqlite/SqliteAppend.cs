using Hale.Server.History;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Writes batches of history on the writing connection, within its turn: statements prepared once, keys' numbers remembered.</summary>
internal sealed class SqliteAppend : IDisposable
{
    private const string Insert = "INSERT INTO samples (series, at, n, status, failure, latency, message) ";

    private readonly Dictionary<string, long> _series = new(StringComparer.Ordinal);
    private readonly Prepared _findSeries;
    private readonly Prepared _addSeries;
    private readonly Prepared _sample;
    private readonly Prepared _sameInstant;
    private readonly Prepared _event;
    private readonly Prepared _verdict;

    public SqliteAppend(SqliteConnection writer)
    {
        _findSeries = new(writer, "SELECT id FROM series WHERE key = ?1");
        _addSeries = new(writer, "INSERT INTO series (key) VALUES (?1) RETURNING id");
        _sample = new(writer, Insert + "VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING");
        _sameInstant = new(writer, Insert + "SELECT ?1, ?2, max(n) + 1, ?3, ?4, ?5, ?6 FROM samples WHERE series = ?1 AND at = ?2");
        _event = new(writer, "INSERT INTO events (series, at, from_status, to_status, why, message, cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _verdict = new(writer, "INSERT INTO verdicts (series, state) VALUES (?1, ?2) ON CONFLICT (series) DO UPDATE SET state = excluded.state");
    }

    public void Write(SqliteConnection writer, HistoryBatch batch)
    {
        try
        {
            foreach (var key in batch.Forgotten)
                Forget(writer, key);
            foreach (var sample in batch.Samples)
                Add(sample);
            foreach (var change in batch.Events)
                Add(change);
            foreach (var (key, state) in batch.Verdicts)
                _verdict.Bind(1, Series(key)).Bind(2, state).Run();
            if (batch.Seen is { } seen)
            {
                writer.Run(
                    "UPDATE runs SET seen_at = max(seen_at, $at) WHERE id = $id", ("$at", seen.At.ToUnixTimeMilliseconds()), ("$id", seen.Run));
            }
        }
        catch
        {
            // Numbers given out in this turn are rolled back with it.
            _series.Clear();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Prepared[])[_findSeries, _addSeries, _sample, _sameInstant, _event, _verdict])
            statement.Dispose();
    }

    // The rows stay behind without a key, and pruning takes them away step by step: a key may have millions.
    private void Forget(SqliteConnection writer, string key)
    {
        _series.Remove(key);
        writer.Run("DELETE FROM verdicts WHERE series = (SELECT id FROM series WHERE key = $key)", ("$key", key));
        writer.Run("UPDATE series SET key = NULL WHERE key = $key", ("$key", key));
    }

    private void Add(Sample sample)
    {
        if (Fill(_sample, sample).Run() == 0)
            Fill(_sameInstant, sample).Run();
    }

    private Prepared Fill(Prepared insert, Sample sample) => insert
        .Bind(1, Series(sample.Key))
        .Bind(2, sample.At.ToUnixTimeMilliseconds())
        .Bind(3, (long)sample.Status)
        .Bind(4, (long?)sample.Failure)
        .Bind(5, sample.LatencyMs is { } latency ? (long)Math.Round(latency * 1000) : null)
        .Bind(6, sample.Message);

    private void Add(StatusEvent change) => _event
        .Bind(1, Series(change.Key))
        .Bind(2, change.Step.At.ToUnixTimeMilliseconds())
        .Bind(3, Words<Monitoring.Health.Status>.Of(change.Step.From))
        .Bind(4, Words<Monitoring.Health.Status>.Of(change.Step.To))
        .Bind(5, Words<Monitoring.Health.Why>.Of(change.Step.Why))
        .Bind(6, change.Step.Message)
        .Bind(7, change.Cause)
        .Run();

    private long Series(string key)
    {
        if (_series.TryGetValue(key, out var id))
            return id;
        id = _findSeries.Bind(1, key).Number() ?? _addSeries.Bind(1, key).Number()!.Value;
        _series[key] = id;
        return id;
    }
}
