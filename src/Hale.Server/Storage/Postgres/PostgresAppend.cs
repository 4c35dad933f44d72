using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>
/// A batch of history as statements, in the order of the batch's members. What belongs to a series that was forgotten is left out: what was gathered before
/// it was may be written after.
/// </summary>
internal static class PostgresAppend
{
    private const string AddSeries = "INSERT INTO hale.series (id, key) SELECT * FROM unnest($1::bigint[], $2::text[])";
    private const string ForgetStates = "DELETE FROM hale.verdicts WHERE series = ANY ($1)";
    private const string ForgetSeries = "UPDATE hale.series SET key = NULL WHERE id = ANY ($1)";
    private const string LastNumber = "UPDATE hale.numbers SET last = greatest(last, $2) WHERE name = $1";
    private const string AddRows = "INSERT INTO hale.ahead (number, body) SELECT * FROM unnest($1::bigint[], $2::bytea[])";
    private const string AddChunks = "INSERT INTO hale.chunks (place, body) SELECT * FROM unnest($1::bigint[], $2::bytea[])";
    private const string Trim = "DELETE FROM hale.ahead WHERE number <= $1";
    private const string Seen = "UPDATE hale.runs SET seen_at = greatest(seen_at, $2) WHERE id = $1";

    private const string AddEvents = """
        INSERT INTO hale.events (series, at, from_status, to_status, why, message, cause)
        SELECT e.series, e.at, e.from_status, e.to_status, e.why, e.message, e.cause
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
            WITH ORDINALITY AS e (series, at, from_status, to_status, why, message, cause, n)
        JOIN hale.series s ON s.id = e.series AND s.key IS NOT NULL ORDER BY e.n
        """;

    // Those of one millisecond find room beside each other.
    private const string AddEarlier = """
        INSERT INTO hale.events (place, series, at, from_status, to_status, why, message, cause)
        SELECT coalesce((SELECT max(place) + 1 FROM hale.events WHERE place BETWEEN e.first AND e.last), e.first) + row_number() OVER (PARTITION BY e.first ORDER BY e.n) - 1,
            e.series, e.at, e.from_status, e.to_status, e.why, e.message, e.cause
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[])
            WITH ORDINALITY AS e (series, at, from_status, to_status, why, message, cause, first, last, n)
        JOIN hale.series s ON s.id = e.series AND s.key IS NOT NULL
        """;

    private const string AddEvidence = """
        INSERT INTO hale.evidence (series, at, body)
        SELECT e.series, e.at, e.body FROM unnest($1::bigint[], $2::bigint[], $3::text[]) WITH ORDINALITY AS e (series, at, body, n)
        JOIN hale.series s ON s.id = e.series AND s.key IS NOT NULL ORDER BY e.n
        """;

    private const string AddVersions = """
        INSERT INTO hale.versions (series, at, version)
        SELECT v.series, v.at, v.version FROM unnest($1::bigint[], $2::bigint[], $3::text[]) WITH ORDINALITY AS v (series, at, version, n)
        JOIN hale.series s ON s.id = v.series AND s.key IS NOT NULL ORDER BY v.n
        """;

    private const string KeepStates = """
        INSERT INTO hale.verdicts (series, state) SELECT v.series, v.state FROM unnest($1::bigint[], $2::text[]) AS v (series, state)
        JOIN hale.series s ON s.id = v.series AND s.key IS NOT NULL
        ON CONFLICT (series) DO UPDATE SET state = excluded.state
        """;

    private const string KeepHeads = """
        INSERT INTO hale.heads (series, first, through, beyond, body)
        SELECT h.series, h.first, h.through, h.beyond, h.body
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[]) AS h (series, first, through, beyond, body)
        JOIN hale.series s ON s.id = h.series AND s.key IS NOT NULL
        ON CONFLICT (series) DO UPDATE SET first = excluded.first, through = excluded.through, beyond = excluded.beyond, body = excluded.body
        """;

    private static readonly string DropOldEvidence = $"""
        DELETE FROM hale.evidence e USING unnest($1::bigint[]) AS t (series) WHERE e.series = t.series AND e.place <=
            (SELECT place FROM hale.evidence WHERE series = t.series ORDER BY place DESC LIMIT 1 OFFSET {IHistoryStore.KeptEvidence})
        """;

    public static IReadOnlyList<Statement> Of(HistoryBatch batch)
    {
        var all = new List<Statement>();
        AddSeriesOf(batch.Series, all);
        if (batch.Rows is { Count: > 0 } rows)
        {
            all.Add(new(AddRows, Value.All(rows.Select(row => row.Number)), Value.All(rows.Select(row => row.Body))));
            all.Add(new(LastNumber, Value.Of("ahead"), Value.Of(rows.Max(row => row.Number))));
        }

        if (batch.Events is { Count: > 0 } events)
            all.Add(new(AddEvents, EventsOf(events)));
        if (batch.Earlier is { Count: > 0 } earlier)
        {
            var (first, last) = (earlier.Select(each => EventPlace.First(each.Event.Step.At)), earlier.Select(each => EventPlace.Last(each.Event.Step.At)));
            all.Add(new(AddEarlier, [.. EventsOf(earlier), Value.All(first), Value.All(last)]));
        }

        if (batch.Evidence is { Count: > 0 } evidence)
        {
            all.Add(new(
                AddEvidence,
                Series(evidence.Select(each => each.Series)), Value.All(evidence.Select(each => Moments.Of(each.At))), Value.All(evidence.Select(each => each.Body))));
            all.Add(new(DropOldEvidence, Series(evidence.Select(each => each.Series).Distinct())));
        }

        if (batch.Versions is { Count: > 0 } versions)
        {
            all.Add(new(
                AddVersions,
                Series(versions.Select(each => each.Series)), Value.All(versions.Select(each => Moments.Of(each.At))), Value.All(versions.Select(each => each.Version))));
        }

        // A statement may touch a row once only; of what is kept twice the last counts.
        if (batch.States is { Count: > 0 } states)
        {
            var last = states.Reverse().DistinctBy(each => each.Series).ToArray();
            all.Add(new(KeepStates, Series(last.Select(each => each.Series)), Value.All(last.Select(each => each.State))));
        }

        if (batch.Chunks is { Count: > 0 } chunks)
            all.Add(new(AddChunks, Value.All(chunks.Select(each => ChunkPlace.Of(each.Series, each.LastAt))), Value.All(chunks.Select(each => each.Body))));
        if (batch.Heads is { Count: > 0 } heads)
            all.Add(HeadsOf([.. heads.Reverse().DistinctBy(each => each.Series)]));
        if (batch.Trim > 0)
            all.Add(new(Trim, Value.Of(batch.Trim)));
        if (batch.Seen is { } seen)
            all.Add(new(Seen, Value.Of(seen.Run), Value.Of(Moments.Of(seen.At))));
        return all;
    }

    // A forgotten one's rows stay behind without a key, and pruning takes them away step by step: it may have many.
    private static void AddSeriesOf(IReadOnlyList<SeriesChange> changes, List<Statement> all)
    {
        if (changes.Count == 0)
            return;
        // One after the other where keys are given up and taken again; all at once where they only come, as a new hub's do.
        var runs = changes.Any(each => each.Key is null) ? changes.Select(each => (SeriesChange[])[each]) : [[.. changes]];
        foreach (var run in runs)
        {
            if (run[0].Key is not null)
            {
                all.Add(new(AddSeries, Series(run.Select(each => each.Series)), Value.All(run.Select(each => each.Key))));
                continue;
            }

            all.Add(new(ForgetStates, Series(run.Select(each => each.Series))));
            all.Add(new(ForgetSeries, Series(run.Select(each => each.Series))));
        }

        all.Add(new(LastNumber, Value.Of("series"), Value.Of(changes.Max(each => each.Key is null ? 0 : each.Series))));
    }

    private static NpgsqlParameter[] EventsOf(IReadOnlyList<SeriesEvent> events) =>
    [
        Series(events.Select(each => each.Series)), Value.All(events.Select(each => Moments.Of(each.Event.Step.At))),
        Value.All(events.Select(each => Words<Status>.Of(each.Event.Step.From))), Value.All(events.Select(each => Words<Status>.Of(each.Event.Step.To))),
        Value.All(events.Select(each => Words<Why>.Of(each.Event.Step.Why))), Value.All(events.Select(each => each.Event.Step.Message)),
        Value.All(events.Select(each => each.Event.Cause)),
    ];

    private static Statement HeadsOf(StoredHead[] heads) => new(
        KeepHeads,
        Series(heads.Select(each => each.Series)), Value.All(heads.Select(each => each.First)), Value.All(heads.Select(each => each.Through)),
        Value.All(heads.Select(each => (long)each.Beyond)), Value.All(heads.Select(each => each.Body)));

    private static NpgsqlParameter Series(IEnumerable<int> series) => Value.All(series.Select(each => (long)each));
}
