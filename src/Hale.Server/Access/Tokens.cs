using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Hale.Server.Access;

/// <summary>The tokens that open the hub. Held in memory whole; a token is known by its SHA-256 hash and itself shown only once, when it is made.</summary>
internal sealed class Tokens(ITokenStore store, TimeProvider time)
{
    /// <summary>What every token begins with, so that a scanner for leaked secrets can know it.</summary>
    public const string Prefix = "hale_";

    private const int SecretBytes = 32;
    private const int LongestToken = 256;

    private ImmutableArray<StoredToken> _all = [];

    /// <summary>The tokens, oldest first.</summary>
    public IReadOnlyList<StoredToken> All => _all;

    /// <summary>Reads the store; before anybody is let in.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        var kept = await store.ListAsync(cancel);
        ImmutableInterlocked.InterlockedExchange(ref _all, [.. kept.OrderBy(token => token.CreatedAt)]);
    }

    /// <summary>Makes a token; the answer's text is told to nobody again.</summary>
    public async Task<(StoredToken Kept, string Token)> MakeAsync(string name, Role role, CancellationToken cancel)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var kept = new StoredToken(id, name, role, Hash(token), time.GetUtcNow());
        await store.AddAsync(kept, cancel);
        ImmutableInterlocked.Update(ref _all, all => all.Add(kept));
        return (kept, token);
    }

    /// <summary>Ends a token and every session that began with it; false when there is none of that id.</summary>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancel)
    {
        var known = await store.RemoveAsync(id, cancel);
        ImmutableInterlocked.Update(ref _all, all => all.RemoveAll(token => token.Id == id));
        return known;
    }

    /// <summary>The token that somebody shows, or null. Takes as long for a near miss as for a far one.</summary>
    public StoredToken? Recognize(string shown)
    {
        if (shown.Length > LongestToken)
            return null;
        var hash = Hash(shown);
        StoredToken? found = null;
        foreach (var token in _all)
            if (CryptographicOperations.FixedTimeEquals(token.Hash, hash))
                found = token;
        return found;
    }

    public StoredToken? Find(string id) => _all.FirstOrDefault(token => token.Id == id);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
