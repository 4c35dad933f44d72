using System.Net.Http.Headers;
using System.Text;

namespace Hale.Monitoring.Checks.Http;

/// <summary>The Basic login (RFC 7617) of a URL's <c>user:password</c>.</summary>
internal static class BasicLogin
{
    /// <param name="user">As it stands in the URL, escaped; in UTF-8 once unescaped.</param>
    public static AuthenticationHeaderValue Of(string user)
    {
        var colon = user.IndexOf(':');
        var name = Uri.UnescapeDataString(colon < 0 ? user : user[..colon]);
        var password = colon < 0 ? "" : Uri.UnescapeDataString(user[(colon + 1)..]);
        return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));
    }
}
