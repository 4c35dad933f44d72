using Hale.Server.Live;

namespace Hale.Server.Storage.Postgres;

/// <summary>The stream's numbers in PostgreSQL.</summary>
internal sealed class PostgresSequence(PostgresDatabase database) : ISequenceStore
{
    private const string Reserve = """
        INSERT INTO hale.sequences AS kept (name, next) VALUES ('live', 1 + $1)
        ON CONFLICT (name) DO UPDATE SET next = kept.next + $1 RETURNING next - $1
        """;

    public async ValueTask<long> ReserveAsync(long count, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (await database.WriteAsync([new(Reserve, Value.Of(count))], cancel)).Number!.Value;
    }
}
