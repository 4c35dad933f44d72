using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Hale.Server.Access;

/// <summary>
/// A browser's session: its cookie holds, sealed, the id of the token it began with and when it ends. It opens the hub as that token does, and ends with it.
/// </summary>
internal sealed class Sessions(IDataProtectionProvider protection, Tokens tokens, TimeProvider time)
{
    public const string Cookie = "hale_session";

    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly IDataProtector _seal = protection.CreateProtector("Hale.Session.v1");

    /// <summary>The cookie's value for a session that begins now.</summary>
    public string Begin(StoredToken token) =>
        _seal.Protect(string.Create(CultureInfo.InvariantCulture, $"{token.Id}|{(time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}"));

    /// <summary>The token that a cookie's session began with; null when it is over, forged, or its token is gone.</summary>
    public StoredToken? Recognize(string cookie)
    {
        try
        {
            var parts = _seal.Unprotect(cookie).Split('|');
            var ends = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
            return time.GetUtcNow() < ends ? tokens.Find(parts[0]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
