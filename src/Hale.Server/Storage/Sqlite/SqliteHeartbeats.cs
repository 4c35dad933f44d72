using Hale.Server.Heartbeats;
using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Heartbeats in SQLite.</summary>
internal sealed class SqliteHeartbeats(SqliteFile file) : IHeartbeatStore
{
    public ValueTask<IReadOnlyList<StoredHeartbeat>> LoadAsync(CancellationToken cancel) => new(file.Read(connection => connection.All(
        "SELECT service, state, token FROM heartbeats",
        row => new StoredHeartbeat(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2)))));

    public async ValueTask AppendAsync(IReadOnlyList<StoredBeat> beats, CancellationToken cancel) => await file.WriteAsync(
        writer =>
        {
            foreach (var beat in beats)
                Add(writer, beat);
            foreach (var service in beats.Select(beat => beat.Service).Distinct())
            {
                writer.Run(
                    "DELETE FROM beats WHERE service = $service AND place <= (SELECT place FROM beats WHERE service = $service ORDER BY place DESC LIMIT 1 OFFSET $kept)",
                    ("$service", service), ("$kept", IHeartbeatStore.Kept));
            }

            return true;
        },
        cancel);

    public async ValueTask SetAsync(StoredHeartbeat heartbeat, CancellationToken cancel) => await file.WriteAsync(
        writer => writer.Run(
            "INSERT INTO heartbeats (service, state, token) VALUES ($service, $state, $token) ON CONFLICT (service) DO UPDATE SET state = $state, token = $token",
            ("$service", heartbeat.Service), ("$state", heartbeat.State), ("$token", heartbeat.TokenHash)),
        cancel);

    public async ValueTask ForgetAsync(string service, CancellationToken cancel) => await file.WriteAsync(
        writer => writer.Run("DELETE FROM heartbeats WHERE service = $service", ("$service", service))
            + writer.Run("DELETE FROM beats WHERE service = $service", ("$service", service)),
        cancel);

    public ValueTask<IReadOnlyList<Beat>> BeatsAsync(string service, int most, CancellationToken cancel) => new(file.Read(connection => connection.All(
        "SELECT at, kind, exit_status, duration, body FROM beats WHERE service = $service ORDER BY place DESC LIMIT $most",
        row => new Beat(
            row.Time(0), Words<BeatKind>.Read(row.GetString(1)), row.IsDBNull(2) ? null : row.GetInt32(2),
            row.IsDBNull(3) ? null : TimeSpan.FromMilliseconds(row.GetInt64(3)), row.Text(4)),
        ("$service", service), ("$most", most))));

    private static void Add(SqliteConnection writer, StoredBeat kept)
    {
        var beat = kept.Beat;
        writer.Run(
            "INSERT INTO beats (service, at, kind, exit_status, duration, body) VALUES ($service, $at, $kind, $exit, $duration, $body)",
            ("$service", kept.Service), ("$at", Moments.Of(beat.At)), ("$kind", Words<BeatKind>.Of(beat.Kind)), ("$exit", beat.ExitStatus),
            ("$duration", (long?)beat.Duration?.TotalMilliseconds), ("$body", beat.Body));
        writer.Run(
            "INSERT INTO heartbeats (service, state) VALUES ($service, $state) ON CONFLICT (service) DO UPDATE SET state = $state",
            ("$service", kept.Service), ("$state", kept.State));
    }
}
