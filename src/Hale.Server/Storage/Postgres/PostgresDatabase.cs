using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>What came of a write.</summary>
/// <param name="Changed">The rows that each statement changed.</param>
/// <param name="Number">The first column of the first row that came back; null without one.</param>
internal sealed record Written(IReadOnlyList<long> Changed, long? Number);

/// <summary>
/// The database: one connection that writes and holds it, whose turns are taken one after the other, and pooled ones for questions that never wait for it. A
/// write is durable when its call returns.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly PostgresHold _hold;
    private readonly NpgsqlDataSource _readers;
    private long _turns;
    private Doubt? _doubt;

    private PostgresDatabase(PostgresAddress address, FolderOwner owner, TimeProvider time)
    {
        (_hold, _readers) = (new(address, owner, time), address.ForReading());
        (Address, Time) = (address, time);
    }

    public PostgresAddress Address { get; }

    public TimeProvider Time { get; }

    /// <summary>Completes when the database has become another hub's; nothing can be written from then on.</summary>
    public Task<StorageException> Ousted => _hold.Ousted;

    /// <summary>Takes the database for a hub, and brings its schema up to date.</summary>
    /// <exception cref="StorageException">It can't be reached or used, belongs to another running hub, is not Hale's, or of a newer Hale.</exception>
    public static async Task<PostgresDatabase> OpenAsync(PostgresAddress address, FolderOwner owner, TimeProvider time, CancellationToken cancel)
    {
        var database = new PostgresDatabase(address, owner, time);
        try
        {
            await database._hold.TakeAsync(cancel);
            return database;
        }
        catch (Exception error)
        {
            await database.DisposeAsync();
            if (PostgresErrors.IsTheirs(error))
                throw PostgresErrors.Explain(address.Label, error);
            throw;
        }
    }

    /// <summary>Carries out statements in one transaction and one round trip: all of them or none.</summary>
    /// <param name="what">
    /// What may be handed in again when this fails. When the connection breaks nobody knows whether the last write came through; then it is not written twice.
    /// </param>
    /// <exception cref="StorageException">It could not be written; or nobody knows whether it was.</exception>
    public async Task<Written> WriteAsync(IReadOnlyList<Statement> statements, CancellationToken cancel, object? what = null)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var connection = await TakeAsync(cancel);
            if (what is not null && Interlocked.Exchange(ref _doubt, null) is { CameThrough: true } doubt && ReferenceEquals(doubt.What, what))
                return new([], null);
            return await RunAsync(connection, statements, what, cancel);
        }
        catch (Exception error) when (PostgresErrors.IsTheirs(error))
        {
            throw PostgresErrors.Explain(Address.Label, error);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Answers a question from the last committed state.</summary>
    /// <exception cref="StorageException">It could not be answered.</exception>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> question, CancellationToken cancel)
    {
        try
        {
            return await TryAsync(question, cancel);
        }
        catch (Exception error) when (PostgresErrors.IsBroken(error))
        {
            // A connection of before the server's restart: there may be more of them, and a new one may do.
            _readers.Clear();
        }
        catch (Exception error) when (PostgresErrors.IsTheirs(error))
        {
            throw PostgresErrors.Explain(Address.Label, error);
        }

        try
        {
            return await TryAsync(question, cancel);
        }
        catch (Exception error) when (PostgresErrors.IsTheirs(error))
        {
            throw PostgresErrors.Explain(Address.Label, error);
        }
    }

    /// <summary>All rows of an answer.</summary>
    /// <exception cref="StorageException">It could not be answered.</exception>
    public async ValueTask<IReadOnlyList<T>> AllAsync<T>(Func<Statement> question, Func<NpgsqlDataReader, T> row, CancellationToken cancel) =>
        await ReadAsync(async connection => await connection.AllAsync(question(), row, cancel), cancel);

    /// <summary>Waits for the write that is under way, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        await _hold.DisposeAsync();
        await _readers.DisposeAsync();
        _turn.Dispose();
    }

    private async Task<T> TryAsync<T>(Func<NpgsqlConnection, Task<T>> question, CancellationToken cancel)
    {
        await using var connection = await _readers.OpenConnectionAsync(cancel);
        return await question(connection);
    }

    private async Task<NpgsqlConnection> TakeAsync(CancellationToken cancel)
    {
        var (connection, isNew) = await _hold.TakeAsync(cancel);
        if (isNew && _doubt is { CameThrough: null } doubt)
            doubt.CameThrough = _hold.CameThrough == doubt.Turn;
        return connection;
    }

    private async Task<Written> RunAsync(NpgsqlConnection connection, IReadOnlyList<Statement> statements, object? what, CancellationToken cancel)
    {
        var turn = ++_turns;
        try
        {
            await using var batch = Batch(connection, statements, turn);
            long? number = null;
            await using (var reader = await batch.ExecuteReaderAsync(cancel))
            {
                do
                {
                    if (number is null && await reader.ReadAsync(cancel) && reader.FieldCount > 0)
                        number = reader.Number(0);
                }
                while (await reader.NextResultAsync(cancel));
            }

            return new([.. from NpgsqlBatchCommand command in batch.BatchCommands select (long)command.RecordsAffected], number);
        }
        catch (Exception error) when (error is not PostgresException || connection.State != System.Data.ConnectionState.Open)
        {
            if (what is not null)
                _doubt = new(what, turn);
            await _hold.LetGoAsync();
            throw;
        }
    }

    // A batch without a transaction is one (https://www.npgsql.org/doc/basic-usage.html#batching).
    private static NpgsqlBatch Batch(NpgsqlConnection connection, IReadOnlyList<Statement> statements, long turn)
    {
        var batch = connection.CreateBatch();
        foreach (var (sql, values) in statements.Append(new("UPDATE hale.owner SET turn = $1", Value.Of(turn))))
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(value);
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    /// <summary>A write of which nobody knows whether it came through, until there is a connection again.</summary>
    private sealed class Doubt(object what, long turn)
    {
        public object What { get; } = what;

        public long Turn { get; } = turn;

        public bool? CameThrough { get; set; }
    }
}
