namespace Hale.Server.Access;

/// <summary>What a token's bearer may do.</summary>
internal enum Role
{
    /// <summary>Read.</summary>
    Viewer,

    /// <summary>Read, and change what is watched.</summary>
    Operator,

    /// <summary>Everything, tokens included.</summary>
    Admin,
}

/// <summary>A token as it is kept: never itself, only its hash.</summary>
/// <param name="Id">Names it in lists and when it is removed.</param>
/// <param name="Name">What a person called it.</param>
/// <param name="Hash">SHA-256 of the token's UTF-8 text.</param>
internal sealed record StoredToken(string Id, string Name, Role Role, byte[] Hash, DateTimeOffset CreatedAt);

/// <summary>Where tokens are kept.</summary>
internal interface ITokenStore
{
    ValueTask<IReadOnlyList<StoredToken>> ListAsync(CancellationToken cancel);

    /// <summary>Keeps a token; durable when it returns.</summary>
    ValueTask AddAsync(StoredToken token, CancellationToken cancel);

    /// <summary>Removes a token; false when there is none of that id. Durable when it returns.</summary>
    ValueTask<bool> RemoveAsync(string id, CancellationToken cancel);
}
