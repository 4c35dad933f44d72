using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>
/// The connection that writes, which is also the one that holds the database: what can write owns, and what lost the lock can't write. It is made anew when
/// it broke, unless the database became another hub's meanwhile.
/// </summary>
internal sealed class PostgresHold(PostgresAddress address, FolderOwner owner, TimeProvider time) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = address.ForWriting();
    private readonly TaskCompletionSource<StorageException> _ousted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NpgsqlConnection? _connection;
    private (int Pid, DateTime Since) _session;
    private Guid? _run;

    /// <summary>How many writes of this run had come through when the connection was made.</summary>
    public long CameThrough { get; private set; }

    /// <summary>Which run of a hub it writes for; the row of <c>hale.owner</c> that is its own.</summary>
    public Guid Run => _run ?? throw new InvalidOperationException("The database is not held.");

    /// <summary>Completes when the database has become another hub's.</summary>
    public Task<StorageException> Ousted => _ousted.Task;

    /// <summary>The connection; made anew, and then the database taken, where there is none.</summary>
    /// <returns>It, and whether it is a new one.</returns>
    /// <exception cref="StorageException">The database is another hub's.</exception>
    public async Task<(NpgsqlConnection Connection, bool IsNew)> TakeAsync(CancellationToken cancel)
    {
        if (_connection is { } there)
            return (there, false);
        if (_ousted.Task.IsCompleted)
            throw await _ousted.Task;
        var connection = await _source.OpenConnectionAsync(cancel);
        try
        {
            if (_run is null)
                await BeginAsync(connection, cancel);
            else
                await GoOnAsync(connection, cancel);
            _session = await SessionAsync(connection, cancel);
            _connection = connection;
            return (connection, true);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the connection up: it is broken, or nobody knows in which state it is.</summary>
    public async ValueTask LetGoAsync()
    {
        if (_connection is not { } broken)
            return;
        _connection = null;
        await broken.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        await _source.DisposeAsync();
    }

    private async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await PostgresSchema.VerifyServerAsync(connection, address.Label, cancel);
        await PostgresLock.TakeAsync(connection, address.Label, cancel);
        await PostgresSchema.ApplyAsync(connection, address.Label, time, cancel);
        await DurableAsync(connection, cancel);
        _run = await connection.OneAsync<Guid>(
            new(
                """
                INSERT INTO hale.owner (run, turn, machine, pid, url, started_at) VALUES (gen_random_uuid(), 0, $1, $2::bigint::integer, $3, $4)
                ON CONFLICT (one) DO UPDATE SET run = excluded.run, turn = 0, machine = excluded.machine, pid = excluded.pid, url = excluded.url,
                    started_at = excluded.started_at RETURNING run
                """,
                Value.Of(Environment.MachineName), Value.Of(owner.Pid), Value.Of(owner.Url), Value.Of(Moments.Of(owner.StartedAt))),
            cancel);
    }

    private async Task GoOnAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var locked = await PostgresLock.TryAsync(connection, cancel) || (await EndOldSessionAsync(connection, cancel) && await PostgresLock.TryAsync(connection, cancel));
        var (run, turn) = (await connection.AllAsync(new("SELECT run, turn FROM hale.owner"), row => (row.GetGuid(0), row.GetInt64(1)), cancel)).FirstOrDefault();
        if (run != _run)
        {
            var reason = locked ? "another hub has written to the database meanwhile" : await PostgresLock.TakenAsync(connection, cancel);
            var ousted = new StorageException(StorageFault.Taken, address.Label, reason);
            _ousted.TrySetResult(ousted);
            throw ousted;
        }

        if (!locked)
            throw new StorageException(StorageFault.Locked, address.Label, "the connection that broke is still held by the server");
        await DurableAsync(connection, cancel);
        CameThrough = turn;
    }

    // The server may not have noticed that the connection broke, and what it was told last may still be under way.
    private async Task<bool> EndOldSessionAsync(NpgsqlConnection connection, CancellationToken cancel) => await connection.OneAsync<bool>(
        new(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1::bigint::integer AND backend_start = $2",
            Value.Of(_session.Pid), new NpgsqlParameter<DateTime> { TypedValue = _session.Since }),
        cancel);

    private static async Task<(int Pid, DateTime Since)> SessionAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        (await connection.AllAsync(
            new("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"), row => (row.GetInt32(0), row.GetDateTime(1)), cancel))[0];

    // What is acknowledged is durable, whatever the server does for others.
    private static Task<int> DurableAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        connection.RunAsync(new("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"), cancel);
}
