using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>A connection of its own for work that may take its time; what it locked is free when it is left.</summary>
internal sealed class PostgresVisit : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private PostgresVisit(PostgresAddress address, NpgsqlDataSource source, NpgsqlConnection connection) => (Address, _source, Connection) = (address, source, connection);

    public PostgresAddress Address { get; }

    public NpgsqlConnection Connection { get; }

    /// <summary>Connects, and leaves again when what is to be done first can't be done.</summary>
    /// <exception cref="StorageException">It can't be reached, or what is done first failed.</exception>
    public static async Task<PostgresVisit> BeginAsync(PostgresAddress address, Func<NpgsqlConnection, Task> first, CancellationToken cancel)
    {
        var source = address.ForCopying();
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancel);
            await first(connection);
            return new(address, source, connection);
        }
        catch (Exception error)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            await source.DisposeAsync();
            if (PostgresErrors.IsTheirs(error))
                throw PostgresErrors.Explain(address.Label, error);
            throw;
        }
    }

    /// <summary>Does something, and says what went wrong in an operator's words.</summary>
    /// <exception cref="StorageException">It could not be done.</exception>
    public async Task<T> DoAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (PostgresErrors.IsTheirs(error))
        {
            throw PostgresErrors.Explain(Address.Label, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _source.DisposeAsync();
    }
}
