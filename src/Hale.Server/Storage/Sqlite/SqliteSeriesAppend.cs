using Hale.Server.Series;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Writes batches of metric samples on the writing connection, within its turn, with statements prepared once.</summary>
internal sealed class SqliteSeriesAppend : IDisposable
{
    private readonly Prepared _add;
    private readonly Prepared _forget;
    private readonly Prepared _row;
    private readonly Prepared _chunk;
    private readonly Prepared _head;
    private readonly Prepared _trim;

    // What belongs to a series that was forgotten is left out: what was gathered before it was may be written after.
    public SqliteSeriesAppend(SqliteConnection writer)
    {
        const string Known = "FROM metric_series WHERE id = ?1 AND name IS NOT NULL";
        _add = new(writer, "INSERT INTO metric_series (id, name) VALUES (?1, ?2)");
        _forget = new(writer, "UPDATE metric_series SET name = NULL WHERE id = ?1");
        _row = new(writer, "INSERT INTO metric_ahead (number, body) VALUES (?1, ?2)");
        _chunk = new(writer, "INSERT INTO metric_chunks (place, body) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        _head = new(
            writer,
            $"""
            INSERT INTO metric_heads (series, first, through, beyond, body) SELECT id, ?2, ?3, ?4, ?5 {Known}
            ON CONFLICT (series) DO UPDATE SET first = excluded.first, through = excluded.through, beyond = excluded.beyond, body = excluded.body
            """);
        _trim = new(writer, "DELETE FROM metric_ahead WHERE number <= ?1");
    }

    public void Write(SeriesBatch batch)
    {
        foreach (var (series, name) in batch.Series)
            Change(series, name);
        foreach (var row in batch.Rows)
            _row.Bind(1, row.Number).Bind(2, row.Body.Span).Run();
        foreach (var chunk in batch.Chunks)
            Add(chunk);
        foreach (var head in batch.Heads)
            _head.Bind(1, head.Series).Bind(2, head.First).Bind(3, head.Through).Bind(4, head.Beyond).Bind(5, head.Body.Span).Run();
        if (batch.Trim > 0)
            _trim.Bind(1, batch.Trim).Run();
    }

    public void Dispose()
    {
        foreach (var statement in (Prepared[])[_add, _forget, _row, _chunk, _head, _trim])
            statement.Dispose();
    }

    private void Change(int series, string? name)
    {
        if (name is null)
            _forget.Bind(1, series).Run();
        else
            _add.Bind(1, series).Bind(2, name).Run();
    }

    // Two chunks of a series that end in the same second: samples came out of order, or many in a second.
    private void Add(StoredChunk chunk)
    {
        var place = ChunkPlace.Of(chunk.Series, chunk.LastAt);
        while (_chunk.Bind(1, place).Bind(2, chunk.Body.Span).Run() == 0)
            place++;
    }
}
