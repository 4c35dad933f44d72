using Hale.Server.Live;

namespace Hale.Server.Storage.Sqlite;

/// <summary>The stream's numbers in SQLite.</summary>
internal sealed class SqliteSequence(SqliteFile file) : ISequenceStore
{
    public async ValueTask<long> ReserveAsync(long count, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return await file.WriteAsync(
            connection => connection.One<long>(
                """
                INSERT INTO sequences (name, next) VALUES ('live', 1 + $count)
                ON CONFLICT (name) DO UPDATE SET next = next + $count RETURNING next - $count
                """,
                ("$count", count)),
            cancel);
    }
}
