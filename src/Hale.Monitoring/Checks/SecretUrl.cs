namespace Hale.Monitoring.Checks;

/// <summary>A URL's credentials: its password, and query parameters whose names mean one. Works on the text, so that the rest stays as it was written.</summary>
internal static class SecretUrl
{
    /// <summary>The URL with each credential masked.</summary>
    /// <param name="loneUser">Whether a user without a password is a credential too: a token.</param>
    public static string Masked(string url, bool loneUser = false) => Replace(url, loneUser, (_, _, _) => Secrets.Mask);

    /// <summary>
    /// The URL with each masked credential as it is in <paramref name="before"/>; null when one is masked that was not there, or when the host is
    /// another: a credential is not handed to a host it was not given for.
    /// </summary>
    /// <param name="loneUser">Whether a user without a password is a credential too: a token.</param>
    public static string? Unmasked(string url, Uri? before, bool loneUser = false)
    {
        var known = new Dictionary<(string?, int), string>();
        if (before is not null && Uri.TryCreate(url, UriKind.Absolute, out var now) && now.IdnHost == before.IdnHost)
            Replace(before.OriginalString, loneUser, (name, nth, value) => known[(name, nth)] = value);
        var missing = false;
        var whole = Replace(url, loneUser, (name, nth, value) =>
        {
            if (value != Secrets.Mask)
                return value;
            missing |= !known.TryGetValue((name, nth), out var was);
            return was ?? value;
        });
        return missing ? null : whole;
    }

    /// <summary>The URL's credentials, as they are written in it.</summary>
    public static IReadOnlyList<string> Credentials(string url)
    {
        var found = new List<string>();
        Replace(url, false, (_, _, value) =>
        {
            found.Add(value);
            return value;
        });
        return found;
    }

    /// <summary>Replaces each credential: the parameter's name (null for the password, empty for a token), which of that name it is, and its value.</summary>
    private static string Replace(string url, bool loneUser, Func<string?, int, string, string> swap)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0;
        var authorityEnd = url.AsSpan(start).IndexOfAny('/', '?', '#') is >= 0 and var length ? start + length : url.Length;
        var user = url.AsSpan(start, authorityEnd - start).LastIndexOf('@') is > 0 and var sign ? url[start..(start + sign)] : null;
        var fragment = url.IndexOf('#', authorityEnd) is >= 0 and var hash ? hash : url.Length;
        var query = url.IndexOf('?', authorityEnd, fragment - authorityEnd) is >= 0 and var mark ? mark + 1 : fragment;
        var hostStart = user is null ? start : start + user.Length;
        return url[..start] + User(user, loneUser, swap) + url[hostStart..query] + Query(url[query..fragment], swap) + url[fragment..];
    }

    private static string? User(string? user, bool lone, Func<string?, int, string, string> swap)
    {
        if (user?.IndexOf(':') is not { } colon)
            return user;
        if (colon < 0)
            return lone ? swap("", 0, user) : user;
        return colon + 1 < user.Length ? user[..(colon + 1)] + swap(null, 0, user[(colon + 1)..]) : user;
    }

    private static string Query(string query, Func<string?, int, string, string> swap)
    {
        if (query.Length == 0)
            return query;
        var seen = new Dictionary<string, int>();
        return string.Join('&', query.Split('&').Select(pair =>
        {
            var sign = pair.IndexOf('=');
            if (sign < 0 || sign + 1 == pair.Length || Uri.UnescapeDataString(pair[..sign]) is not { } name || !Secrets.IsSecret(name))
                return pair;
            var nth = seen[name] = seen.GetValueOrDefault(name) + 1;
            return pair[..(sign + 1)] + swap(name, nth, pair[(sign + 1)..]);
        }));
    }
}
