using System.Buffers;
using System.Collections.ObjectModel;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Http;

/// <summary>Reads and checks an HTTP check's description.</summary>
internal static class HttpCheckRules
{
    public static readonly IReadOnlyDictionary<string, Version> Versions = new Dictionary<string, Version>
    {
        ["1.1"] = System.Net.HttpVersion.Version11,
        ["2"] = System.Net.HttpVersion.Version20,
        ["3"] = System.Net.HttpVersion.Version30,
    };

    /// <summary>RFC 9110, section 5.6.2.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers that say how the message is carried, which is Hale's to say.</summary>
    private static readonly string[] Own = ["Connection", "Content-Length", "Transfer-Encoding", "Upgrade", "Keep-Alive", "TE", "Trailer"];

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for credentials given as <c>***</c>.</param>
    public static HttpCheckOptions? Read(Fields fields, Column column, HttpCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        var url = Url(fields, before);
        var manner = new HttpManner
        {
            Column = column,
            Method = Method(fields) ?? "GET",
            Headers = Headers(fields, "headers", url, before is null ? null : (before.Url, before.Headers)),
            Body = fields.Text("body"),
            FollowRedirects = fields.Bool("follow_redirects") ?? true,
            Expect = ExpectationRules.Read(fields, url, before, problems),
            TlsResume = fields.Bool("tls_resume") ?? true,
            InsecureTls = fields.Bool("insecure_tls") ?? false,
            Client = Identity(fields, before),
            Proxy = Proxy(fields, before),
            HttpVersion = fields.Choice<VersionWord>("http_version", VersionWords)?.Version ?? HttpManner.Http11,
            ReuseConnection = fields.Bool("reuse_connection") ?? false,
            CertificateWarnBefore = fields.Duration("certificate_warn_before", CertificateExpiry.Allowed.Least, CertificateExpiry.Allowed.Most),
        };
        if (manner.HttpVersion.Major == 3 && url?.Scheme == Uri.UriSchemeHttp)
            fields.Wrong("http_version", fields.Raw("http_version")!, "3 only with an https URL");
        if (manner.Proxy is not null && (manner.HttpVersion.Major == 3 || (manner.HttpVersion.Major == 2 && url?.Scheme != Uri.UriSchemeHttps)))
            fields.Wrong("http_version", fields.Raw("http_version")!, "through a proxy 1.1, and with an https URL 2");
        return url is null || problems.All.Count > found ? null : new() { Url = url, Manner = HttpManner.Shared(manner) };
    }

    /// <summary>Headers by name; a secret one may be <c>***</c> for its value in <paramref name="before"/>, of the same host.</summary>
    public static IReadOnlyDictionary<string, string> Headers(
        Fields fields, string key, Uri? url, (Uri Url, IReadOnlyDictionary<string, string> Headers)? before)
    {
        var given = fields.TextMap(key);
        if (given is null)
            return ReadOnlyDictionary<string, string>.Empty;
        var kept = before is { } was && url is not null && was.Url.IdnHost == url.IdnHost ? was.Headers : null;
        var headers = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in given)
        {
            if (Wrong(name, value) is { } allowed)
                fields.Wrong($"{key}.{name}", Hidden(fields, key, name), allowed);
            else if (value != Secrets.Mask || !Secrets.IsSecret(name))
                headers[name] = value;
            else if (kept is not null && kept.TryGetValue(name, out var old))
                headers[name] = old;
            else
                fields.Wrong($"{key}.{name}", fields.Raw(key)!, MaskAllowed);
        }

        return headers;
    }

    /// <summary>A header that can't be used, told without its value when that is a credential.</summary>
    private static Node Hidden(Fields fields, string key, string name)
    {
        var node = (fields.Raw(key) as MapNode)?.Find(name);
        return Secrets.IsSecret(name) ? new ScalarNode(ScalarKind.Text, Secrets.Mask, node?.At) : node!;
    }

    private const string MaskAllowed = "*** only where the check in force has that credential for the same host; otherwise give it again";

    private static readonly IReadOnlyDictionary<string, VersionWord> VersionWords = Versions.ToDictionary(pair => pair.Key, pair => new VersionWord(pair.Value));

    private static Uri? Url(Fields fields, HttpCheckOptions? before)
    {
        if (!fields.Require("url", "a URL such as https://example.com/health") || fields.Text("url") is not { } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            fields.Wrong("url", fields.Raw("url")!, "an absolute URL with http or https and a host, such as https://example.com/health");
            return null;
        }

        var whole = SecretUrl.Unmasked(text, before?.Url);
        if (whole is null)
            fields.Wrong("url", fields.Raw("url")!, MaskAllowed);
        return whole is null ? null : new(whole);
    }

    private static Uri? Proxy(Fields fields, HttpCheckOptions? before)
    {
        if (fields.Text("proxy") is not { } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != "http" || url.Host.Length == 0 || url.PathAndQuery != "/" || url.Fragment.Length > 0)
        {
            fields.Wrong("proxy", fields.Raw("proxy")!, "a URL with http, a host and no path, such as http://proxy.example:3128");
            return null;
        }

        var whole = SecretUrl.Unmasked(text, before?.Manner.Proxy);
        if (whole is null)
            fields.Wrong("proxy", fields.Raw("proxy")!, MaskAllowed);
        return whole is null ? null : new(whole);
    }

    private static ClientIdentity? Identity(Fields fields, HttpCheckOptions? before)
    {
        var (file, key, password) = (fields.Text("client_cert"), fields.Text("client_key"), fields.Text("client_password"));
        if (file is null)
        {
            foreach (var name in (string[])["client_key", "client_password"])
                if (fields.Raw(name) is { } raw)
                    fields.Wrong(name, name == "client_key" ? raw : new ScalarNode(ScalarKind.Text, Secrets.Mask, raw.At), "only beside client_cert");
            return null;
        }

        if (key is not null && ClientIdentity.IsPkcs12(file))
            fields.Wrong("client_key", fields.Raw("client_key")!, "only beside a PEM file; a PKCS #12 file holds its key");
        if (password == Secrets.Mask && (password = before?.Manner.Client is { } was && was.File == file ? was.Password : null) is null)
            fields.Wrong("client_password", fields.Raw("client_password")!, "*** only where the check in force has a password for the same file; otherwise give it again");
        return new(file, key, password);
    }

    private static string? Method(Fields fields)
    {
        if (fields.Text("method") is not { } method)
            return null;
        method = method.ToUpperInvariant();
        if (IsToken(method) && method.Length <= 20 && method != "CONNECT")
            return method;
        fields.Wrong("method", fields.Raw("method")!, "an HTTP method such as GET, HEAD or POST");
        return null;
    }

    private static string? Wrong(string name, string value)
    {
        if (!IsToken(name))
            return "a header's name of letters, digits and hyphens";
        if (Own.Contains(name, StringComparer.OrdinalIgnoreCase))
            return "any header but those Hale sets itself: " + string.Join(", ", Own);
        return value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.Contains('\u007f') ? "a value in one line" : null;
    }

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>A version as a value, which a choice needs.</summary>
    private readonly record struct VersionWord(Version Version);
}
