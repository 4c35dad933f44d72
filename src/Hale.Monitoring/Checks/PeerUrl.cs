using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks;

/// <summary>What a kind's URLs look like.</summary>
/// <param name="DefaultPort">The port where none is named; null when one must be.</param>
/// <param name="Example">For a person who wrote another.</param>
internal sealed record PeerUrlTerms(IReadOnlyList<string> Schemes, int? DefaultPort, string Example)
{
    /// <summary>Whether a user without a password is a token.</summary>
    public bool LoneUserIsToken { get; init; }

    /// <summary>Whether a login may be in it.</summary>
    public bool Login { get; init; } = true;

    /// <summary>Whether there may be something behind the <c>?</c>.</summary>
    public bool Query { get; init; }
}

/// <summary>A URL that names a peer to connect to, its login and a path, taken apart.</summary>
/// <param name="Text">As it was written, credentials spelled out.</param>
/// <param name="Path">Without the leading slash, unescaped.</param>
/// <param name="Query">Without the question mark, as it was written.</param>
internal sealed record PeerUrl(string Text, string Scheme, string Host, int Port, string? User, string? Password, string Path, string Query)
{
    /// <summary>When a credential may be given as <c>***</c>.</summary>
    public const string MaskAllowed = "*** only where the check in force has that credential for the same host; otherwise give it again";

    /// <summary>Whether a user without a password is a token, and so a credential.</summary>
    public bool LoneUserIsToken { get; init; }

    /// <summary>The text, as one who may not know the credentials is shown it.</summary>
    public string Shown(bool secrets) => secrets ? Text : SecretUrl.Masked(Text, LoneUserIsToken);

    /// <summary>Shows no credentials.</summary>
    public override string ToString() => Shown(secrets: false);

    /// <summary>Reads the field <c>url</c>; reports what is wrong with it and then answers null.</summary>
    /// <param name="before">The URL in force, for credentials given as <c>***</c>.</param>
    public static PeerUrl? Read(Fields fields, PeerUrlTerms terms, PeerUrl? before)
    {
        if (!fields.Require("url", $"a URL such as {terms.Example}") || fields.Text("url") is not { } text)
            return null;
        var whole = SecretUrl.Unmasked(text, before is null ? null : new(before.Text), terms.LoneUserIsToken);
        if (whole is null)
        {
            Wrong(fields, terms, text, MaskAllowed);
            return null;
        }

        if (Parse(whole, terms) is { } url)
            return url;
        Wrong(fields, terms, text, Allowed(terms));
        return null;
    }

    /// <summary>Reports the URL, without its credentials, wherever in it they are.</summary>
    public static void Wrong(Fields fields, PeerUrlTerms terms, string text, string allowed)
    {
        var found = (ScalarNode)fields.Raw("url")!;
        fields.Wrong("url", found.Written is null ? found with { Text = SecretUrl.Masked(text, terms.LoneUserIsToken) } : found, allowed);
    }

    private static PeerUrl? Parse(string text, PeerUrlTerms terms)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !terms.Schemes.Contains(url.Scheme) || url.Host.Length == 0 || url.Fragment.Length > 0)
            return null;
        if ((url.Port < 0 ? terms.DefaultPort : url.Port) is not ({ } port and > 0))
            return null;
        if ((!terms.Login && url.UserInfo.Length > 0) || (!terms.Query && url.Query.Length > 0))
            return null;
        var colon = url.UserInfo.IndexOf(':');
        var user = Word(colon < 0 ? url.UserInfo : url.UserInfo[..colon]);
        var password = colon < 0 ? null : Word(url.UserInfo[(colon + 1)..]);
        var path = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        if (path.Contains('\0') || user?.Contains('\0') == true || password?.Contains('\0') == true)
            return null;
        return new(text, url.Scheme, url.IdnHost, port, user, password, path, url.Query.TrimStart('?')) { LoneUserIsToken = terms.LoneUserIsToken };
    }

    private static string? Word(string escaped) => escaped.Length == 0 ? null : Uri.UnescapeDataString(escaped);

    private static string Allowed(PeerUrlTerms terms) =>
        $"{string.Join(" or ", terms.Schemes)}, {(terms.Login ? "perhaps a login, " : "")}a host{(terms.DefaultPort is null ? " and a port" : "")}, such as {terms.Example}";
}
