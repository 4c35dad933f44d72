using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>Says in a sentence why a certificate is not valid.</summary>
internal static class CertificateFaults
{
    /// <summary>The most telling fault first: a date, then the name, then the issuer.</summary>
    public static Failure Explain(SslPolicyErrors errors, X509Certificate2? leaf, X509Chain? chain, string host)
    {
        if (leaf is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return Tls("the server showed no certificate");
        if (Dated(chain) is { } dated)
            return dated;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return Tls($"the certificate is not for {host} but for {Names(leaf)}");
        if (leaf.Subject == leaf.Issuer)
            return Tls("the certificate is self-signed");
        var flags = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) ?? X509ChainStatusFlags.NoError;

        // A signature that does not fit is what another authority of the same name leaves.
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid)) != 0)
            return Tls($"the certificate's issuer {Cut(leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: true))} is not trusted");
        return Tls($"the certificate is not valid: {flags}");
    }

    private static Failure? Dated(X509Chain? chain)
    {
        if (chain is null)
            return null;
        for (var i = 0; i < chain.ChainElements.Count; i++)
        {
            var element = chain.ChainElements[i];
            if (!element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid))
                continue;
            var which = i == 0 ? "the certificate" : $"the issuer's certificate {Cut(element.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))}";
            var expired = element.Certificate.NotAfter.ToUniversalTime() <= chain.ChainPolicy.VerificationTime.ToUniversalTime();
            return Tls(expired
                ? $"{which} expired on {Day(element.Certificate.NotAfter)}"
                : $"{which} is not valid before {Day(element.Certificate.NotBefore)}");
        }

        return null;
    }

    private static string Names(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())))
            .Take(3).ToArray();
        return Cut(names.Length > 0 ? string.Join(", ", names) : leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
    }

    private static string Cut(string text) => text.Length <= 100 ? text : text[..100];

    private static string Day(DateTime moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Failure Tls(string message) => new(FailureKind.Tls, $"{message} (security issue)");
}
