using Hale.Monitoring.Checks;

namespace Hale.Server.Registry;

/// <summary>A target's URL: a base URL, without a path, is asked for <c>/health</c>.</summary>
internal static class TargetUrl
{
    private const string HealthPath = "/health";

    /// <summary>The URL to ask. Works on the text, so that the rest stays as it was written.</summary>
    public static string Asked(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0;
        var end = url.AsSpan(start).IndexOfAny('/', '?', '#') is >= 0 and var length ? start + length : url.Length;
        var rest = end < url.Length && url[end] == '/' ? end + 1 : end;
        var bare = rest == url.Length || url[rest] is '?' or '#';
        return bare ? $"{url[..end]}{HealthPath}{url[rest..]}" : url;
    }

    /// <summary>The URL as it may be shown.</summary>
    public static string Shown(string url, CheckSpec check)
    {
        var asked = Asked(url);
        var masked = check.Options.Describe(secrets: false)["url"]?.GetValue<string>() ?? asked;
        if (masked == asked)
            return url;
        var added = asked.Length - url.Length;
        var place = added > 0 ? masked.IndexOf(HealthPath, StringComparison.Ordinal) : -1;
        return place < 0 ? masked : masked.Remove(place + HealthPath.Length - added, added);
    }
}
