using Hale.Server.Access;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Tokens' hashes in SQLite.</summary>
internal sealed class SqliteTokens(SqliteFile file) : ITokenStore
{
    public ValueTask<IReadOnlyList<StoredToken>> ListAsync(CancellationToken cancel) => new(file.Read(connection => connection.All(
        "SELECT id, name, role, hash, created_at FROM tokens ORDER BY id",
        row => new StoredToken(row.GetString(0), row.GetString(1), Words<Role>.Read(row.GetString(2)), row.GetFieldValue<byte[]>(3), row.Time(4)))));

    public async ValueTask AddAsync(StoredToken token, CancellationToken cancel) => await file.WriteAsync(
        connection => connection.Run(
            "INSERT INTO tokens (id, name, role, hash, created_at) VALUES ($id, $name, $role, $hash, $at)",
            ("$id", token.Id), ("$name", token.Name), ("$role", Words<Role>.Of(token.Role)), ("$hash", token.Hash),
            ("$at", Moments.Of(token.CreatedAt))),
        cancel);

    public async ValueTask<bool> RemoveAsync(string id, CancellationToken cancel) =>
        await file.WriteAsync(connection => connection.Run("DELETE FROM tokens WHERE id = $id", ("$id", id)), cancel) > 0;
}
