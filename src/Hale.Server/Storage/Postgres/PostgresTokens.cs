using Hale.Server.Access;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Postgres;

/// <summary>Tokens' hashes in PostgreSQL.</summary>
internal sealed class PostgresTokens(PostgresDatabase database) : ITokenStore
{
    public ValueTask<IReadOnlyList<StoredToken>> ListAsync(CancellationToken cancel) => database.AllAsync(
        () => new("SELECT id, name, role, hash, created_at FROM hale.tokens ORDER BY id"),
        row => new StoredToken(row.GetString(0), row.GetString(1), Words<Role>.Read(row.GetString(2)), row.Bytes(3)!, row.Time(4)),
        cancel);

    public async ValueTask AddAsync(StoredToken token, CancellationToken cancel) => await database.WriteAsync(
        [
            new(
                "INSERT INTO hale.tokens (id, name, role, hash, created_at) VALUES ($1, $2, $3, $4, $5)",
                Value.Of(token.Id), Value.Of(token.Name), Value.Of(Words<Role>.Of(token.Role)), Value.Of(token.Hash), Value.Of(Moments.Of(token.CreatedAt))),
        ],
        cancel);

    public async ValueTask<bool> RemoveAsync(string id, CancellationToken cancel) =>
        (await database.WriteAsync([new("DELETE FROM hale.tokens WHERE id = $1", Value.Of(id))], cancel)).Changed[0] > 0;
}
