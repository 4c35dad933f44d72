using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Tls;

/// <summary>Reads and checks a TLS check's description.</summary>
internal static class TlsCheckRules
{
    /// <summary>Reads the options; null when anything is wrong.</summary>
    public static TlsCheckOptions? Read(Fields fields, Problems problems)
    {
        var found = problems.All.Count;
        var url = Url(fields);
        var warn = fields.Duration("certificate_warn_before", CertificateExpiry.Allowed.Least, CertificateExpiry.Allowed.Most);
        return url is null || problems.All.Count > found ? null : new() { Url = url, CertificateWarnBefore = warn };
    }

    private static Uri? Url(Fields fields)
    {
        if (!fields.Require("url", "a URL such as tls://mail.example.com:465") || fields.Text("url") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { Scheme: "tls", Host.Length: > 0, Port: not 0, UserInfo: "", AbsolutePath: "/" or "", Query: "", Fragment: "" })
            return url;
        fields.Wrong("url", fields.Raw("url")!, "tls, a host, and a port unless it is 443, such as tls://mail.example.com:465");
        return null;
    }
}
