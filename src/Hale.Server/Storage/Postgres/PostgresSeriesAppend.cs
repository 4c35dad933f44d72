using Hale.Server.Series;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Postgres;

/// <summary>A batch of metric samples as statements, in the order of the batch's members. What belongs to a series that was forgotten is left out.</summary>
internal static class PostgresSeriesAppend
{
    private const string AddSeries = "INSERT INTO hale.metric_series (id, name) SELECT * FROM unnest($1::bigint[], $2::text[])";
    private const string Forget = "UPDATE hale.metric_series SET name = NULL WHERE id = $1";
    private const string LastNumber = "UPDATE hale.numbers SET last = greatest(last, $2) WHERE name = $1";
    private const string AddRows = "INSERT INTO hale.metric_ahead (number, body) SELECT * FROM unnest($1::bigint[], $2::bytea[])";
    private const string AddChunks = "INSERT INTO hale.metric_chunks (place, body) SELECT * FROM unnest($1::bigint[], $2::bytea[])";
    private const string Trim = "DELETE FROM hale.metric_ahead WHERE number <= $1";

    private const string KeepHeads = """
        INSERT INTO hale.metric_heads (series, first, through, beyond, body)
        SELECT h.series, h.first, h.through, h.beyond, h.body
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[]) AS h (series, first, through, beyond, body)
        JOIN hale.metric_series s ON s.id = h.series AND s.name IS NOT NULL
        ON CONFLICT (series) DO UPDATE SET first = excluded.first, through = excluded.through, beyond = excluded.beyond, body = excluded.body
        """;

    public static IReadOnlyList<Statement> Of(SeriesBatch batch)
    {
        var all = new List<Statement>();
        Change(batch.Series, all);
        if (batch.Rows is { Count: > 0 } rows)
        {
            all.Add(new(AddRows, Value.All(rows.Select(row => row.Number)), Value.All(rows.Select(row => row.Body))));
            all.Add(new(LastNumber, Value.Of("metric_ahead"), Value.Of(rows.Max(row => row.Number))));
        }

        if (batch.Chunks is { Count: > 0 } chunks)
            all.Add(new(AddChunks, Value.All(chunks.Select(each => ChunkPlace.Of(each.Series, each.LastAt))), Value.All(chunks.Select(each => each.Body))));
        if (batch.Heads is { Count: > 0 } heads)
            all.Add(HeadsOf([.. heads.Reverse().DistinctBy(each => each.Series)]));
        if (batch.Trim > 0)
            all.Add(new(Trim, Value.Of(batch.Trim)));
        return all;
    }

    // One after the other where names are given up and taken again; all at once where they only come.
    private static void Change(IReadOnlyList<SeriesChange> changes, List<Statement> all)
    {
        if (changes.Count == 0)
            return;
        foreach (var run in changes.Any(each => each.Name is null) ? changes.Select(each => (SeriesChange[])[each]) : [[.. changes]])
        {
            all.Add(run[0].Name is null
                ? new(Forget, Value.Of(run[0].Series))
                : new(AddSeries, Value.All(run.Select(each => (long)each.Series)), Value.All(run.Select(each => each.Name))));
        }

        all.Add(new(LastNumber, Value.Of("metric_series"), Value.Of(changes.Max(each => each.Name is null ? 0 : each.Series))));
    }

    private static Statement HeadsOf(StoredHead[] heads) => new(
        KeepHeads,
        Value.All(heads.Select(each => (long)each.Series)), Value.All(heads.Select(each => each.First)), Value.All(heads.Select(each => each.Through)),
        Value.All(heads.Select(each => (long)each.Beyond)), Value.All(heads.Select(each => each.Body)));
}
