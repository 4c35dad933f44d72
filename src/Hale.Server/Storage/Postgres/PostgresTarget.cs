using System.Globalization;
using Hale.Server.Storage.Copying;
using Hale.Server.Storage.Schema;
using Npgsql;
using NpgsqlTypes;

namespace Hale.Server.Storage.Postgres;

/// <summary>A database of PostgreSQL to copy to, in one transaction. Data that are there are kept in a schema of another name.</summary>
internal sealed class PostgresTarget : ICopyTarget
{
    private readonly PostgresVisit _visit;
    private readonly string? _before;

    private PostgresTarget(PostgresVisit visit, string? before) => (_visit, _before) = (visit, before);

    /// <param name="replace">Whether data that are there may be put aside.</param>
    /// <exception cref="StorageException">It can't be reached or used, belongs to a running hub, or holds data that may not be put aside.</exception>
    public static async Task<PostgresTarget> OpenAsync(PostgresAddress address, bool replace, TimeProvider time, CancellationToken cancel)
    {
        string? before = null;
        var visit = await PostgresVisit.BeginAsync(
            address,
            async connection =>
            {
                await PostgresSchema.VerifyServerAsync(connection, address.Label, cancel);
                await PostgresLock.TakeAsync(connection, address.Label, cancel);
                await connection.RunAsync(new("BEGIN"), cancel);
                before = await AsideAsync(connection, address.Label, replace, time.GetUtcNow(), cancel);
                await PostgresSchema.ApplyAsync(connection, address.Label, time, cancel, begun: true);
            },
            cancel);
        return new(visit, before);
    }

    public Task WriteAsync(Table table, IAsyncEnumerable<object?[]> rows, CancellationToken cancel) => _visit.DoAsync(async () =>
    {
        await using var copy = await _visit.Connection.BeginBinaryImportAsync($"COPY hale.{table.Name} ({table.List}) FROM STDIN (FORMAT binary)", cancel);
        // Zero would be no time at all.
        copy.Timeout = TimeSpan.FromDays(1);
        await foreach (var row in rows.WithCancellation(cancel))
        {
            await copy.StartRowAsync(cancel);
            foreach (var value in row)
            {
                await (value switch
                {
                    null => copy.WriteNullAsync(cancel),
                    long number => copy.WriteAsync(number, NpgsqlDbType.Bigint, cancel),
                    string text => copy.WriteAsync(Value.Legible(text)!, NpgsqlDbType.Text, cancel),
                    byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancel),
                    _ => throw new ArgumentException($"{value.GetType()} can't be kept", nameof(rows)),
                });
            }
        }

        await copy.CompleteAsync(cancel);
        return true;
    });

    public Task<long> CountAsync(Table table, CancellationToken cancel) =>
        _visit.DoAsync(() => _visit.Connection.OneAsync<long>(new($"SELECT count(*) FROM hale.{table.Name}"), cancel));

    public Task NumberAsync(IReadOnlyDictionary<string, long> highest, CancellationToken cancel) => _visit.DoAsync(async () =>
    {
        foreach (var (table, last) in highest.Where(each => each.Value > 0))
        {
            await _visit.Connection.RunAsync(
                table is "ahead" or "series" or "metric_ahead" or "metric_series"
                    ? new("UPDATE hale.numbers SET last = $2 WHERE name = $1", Value.Of(table), Value.Of(last))
                    : new("SELECT setval(pg_get_serial_sequence('hale.' || $1, CASE $1 WHEN 'runs' THEN 'id' ELSE 'place' END), $2)", Value.Of(table), Value.Of(last)),
                cancel);
        }

        return true;
    });

    public Task<string?> CommitAsync(CancellationToken cancel) => _visit.DoAsync(async () =>
    {
        // Without figures about so many new rows the first questions would be answered by reading all of them.
        foreach (var table in Tables.All)
            await _visit.Connection.RunAsync(new($"ANALYZE hale.{table.Name}"), cancel);
        await _visit.Connection.RunAsync(new("COMMIT"), cancel);
        return _before;
    });

    public ValueTask DisposeAsync() => _visit.DisposeAsync();

    private static async Task<string?> AsideAsync(NpgsqlConnection connection, string label, bool replace, DateTimeOffset now, CancellationToken cancel)
    {
        if ((await PostgresSchema.AppliedAsync(connection, label, cancel)).Count == 0 || await EmptyAsync(connection, cancel))
            return null;
        if (!replace)
        {
            throw new StorageException(
                StorageFault.Taken, label, "a hub's data are here; name another database, or replace them with --force: they are kept in a schema of another name");
        }

        var aside = $"hale_before_{now.ToString("yyyyMMdd't'HHmmss", CultureInfo.InvariantCulture)}";
        await connection.RunAsync(new($"ALTER SCHEMA hale RENAME TO {aside}"), cancel);
        return $"{label}, schema {aside}";
    }

    private static async Task<bool> EmptyAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (var table in Tables.All)
        {
            if (await PostgresSchema.ThereAsync(connection, $"hale.{table.Name}", cancel)
                && await connection.OneAsync<bool>(new($"SELECT EXISTS (SELECT 1 FROM hale.{table.Name})"), cancel))
                return false;
        }

        return true;
    }
}
