using Hale.Server.Heartbeats;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Postgres;

/// <summary>Heartbeats in PostgreSQL.</summary>
internal sealed class PostgresHeartbeats(PostgresDatabase database) : IHeartbeatStore
{
    private const string AddBeats = """
        INSERT INTO hale.beats (service, at, kind, exit_status, duration, body)
        SELECT service, at, kind, exit_status, duration, body
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
            WITH ORDINALITY AS beat (service, at, kind, exit_status, duration, body, n)
        ORDER BY n
        """;

    private const string KeepStates = """
        INSERT INTO hale.heartbeats (service, state) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT (service) DO UPDATE SET state = excluded.state
        """;

    private static readonly string DropOldest = $"""
        DELETE FROM hale.beats b USING unnest($1::text[]) AS called (service) WHERE b.service = called.service AND b.place <=
            (SELECT place FROM hale.beats WHERE service = called.service ORDER BY place DESC LIMIT 1 OFFSET {IHeartbeatStore.Kept})
        """;

    public ValueTask<IReadOnlyList<StoredHeartbeat>> LoadAsync(CancellationToken cancel) => database.AllAsync(
        () => new("SELECT service, state, token FROM hale.heartbeats"), row => new StoredHeartbeat(row.GetString(0), row.GetString(1), row.Bytes(2)), cancel);

    public async ValueTask AppendAsync(IReadOnlyList<StoredBeat> beats, CancellationToken cancel)
    {
        var last = beats.Reverse().DistinctBy(beat => beat.Service).ToArray();
        await database.WriteAsync(
            [
                new(
                    AddBeats,
                    Value.All(beats.Select(each => each.Service)), Value.All(beats.Select(each => Moments.Of(each.Beat.At))),
                    Value.All(beats.Select(each => Words<BeatKind>.Of(each.Beat.Kind))), Value.All(beats.Select(each => (long?)each.Beat.ExitStatus)),
                    Value.All(beats.Select(each => (long?)each.Beat.Duration?.TotalMilliseconds)), Value.All(beats.Select(each => each.Beat.Body))),
                new(KeepStates, Value.All(last.Select(each => each.Service)), Value.All(last.Select(each => each.State))),
                new(DropOldest, Value.All(last.Select(each => each.Service))),
            ],
            cancel);
    }

    public async ValueTask SetAsync(StoredHeartbeat heartbeat, CancellationToken cancel) => await database.WriteAsync(
        [
            new(
                "INSERT INTO hale.heartbeats (service, state, token) VALUES ($1, $2, $3) ON CONFLICT (service) DO UPDATE SET state = excluded.state, token = excluded.token",
                Value.Of(heartbeat.Service), Value.Of(heartbeat.State), Value.Of(heartbeat.TokenHash)),
        ],
        cancel);

    public async ValueTask ForgetAsync(string service, CancellationToken cancel) => await database.WriteAsync(
        [
            new("DELETE FROM hale.heartbeats WHERE service = $1", Value.Of(service)),
            new("DELETE FROM hale.beats WHERE service = $1", Value.Of(service)),
        ],
        cancel);

    public ValueTask<IReadOnlyList<Beat>> BeatsAsync(string service, int most, CancellationToken cancel) => database.AllAsync(
        () => new(
            "SELECT at, kind, exit_status, duration, body FROM hale.beats WHERE service = $1 ORDER BY place DESC LIMIT $2", Value.Of(service), Value.Of(most)),
        row => new Beat(
            row.Time(0), Words<BeatKind>.Read(row.GetString(1)), (int?)row.Number(2), row.Number(3) is { } duration ? TimeSpan.FromMilliseconds(duration) : null, row.Text(4)),
        cancel);
}
