using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>
/// What is known of one TLS server since its certificate was last judged in full: the issuers that vouched for it. While it is fresh, a handshake may
/// resume a session, and only those issuers are asked again. Half of a handshake's cost is the signature, most of the rest the search through the
/// system's roots (docs/performance.md).
/// </summary>
internal sealed class Acquaintance
{
    /// <summary>How long a judgement in full lasts.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    private readonly byte[] _leaf;
    private readonly DateTimeOffset _until;
    private readonly DateTimeOffset? _expires;

    /// <param name="leaf">The server's certificate.</param>
    /// <param name="chain">Up to a root that is trusted.</param>
    /// <param name="expires">The earliest expiry in the chain.</param>
    public Acquaintance(TlsTerms terms, X509Certificate2 leaf, X509Chain chain, DateTimeOffset? expires, Issuers issuers, DateTimeOffset now)
    {
        _leaf = leaf.RawData;
        _expires = expires;
        _until = expires is { } end && end < now + Lasts ? end : now + Lasts;
        Options = new()
        {
            TargetHost = terms.Host,
            AllowTlsResume = true,
            ApplicationProtocols = terms.Protocols,
            CertificateChainPolicy = Policy(chain, issuers, now),
        };
    }

    /// <summary>The options of a handshake with a server that is known.</summary>
    public SslClientAuthenticationOptions Options { get; }

    /// <summary>Whether it is good for one more handshake.</summary>
    public bool IsFresh(DateTimeOffset now) => now < _until;

    /// <summary>Whether the server still shows the same certificate; notes its expiry.</summary>
    public bool Recognizes(X509Certificate? shown, Trace trace)
    {
        if (shown is not X509Certificate2 leaf)
            return false;
        var same = leaf.RawDataMemory.Span.SequenceEqual(_leaf);
        trace.Certificate(same && _expires is { } expires ? expires : leaf.NotAfter.ToUniversalTime());
        return same;
    }

    private static X509ChainPolicy Policy(X509Chain chain, Issuers issuers, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        // A chain of one vouches for itself.
        var above = chain.ChainElements.Skip(chain.ChainElements.Count > 1 ? 1 : 0).Select(element => issuers.Keep(element.Certificate)).ToArray();
        policy.CustomTrustStore.AddRange(above.TakeLast(1).ToArray());
        policy.ExtraStore.AddRange(above.SkipLast(1).ToArray());
        return policy;
    }
}

/// <summary>
/// Copies of the authorities' certificates, since a chain's own are freed with it. Thousands of servers share a handful of authorities, so each is
/// held once; beyond a thousand of them, once for each server.
/// </summary>
internal sealed class Issuers
{
    private const int Most = 1024;

    private readonly ConcurrentDictionary<string, X509Certificate2> _kept = [];

    /// <summary>A copy that lasts.</summary>
    public X509Certificate2 Keep(X509Certificate2 certificate) => _kept.Count < Most
        ? _kept.GetOrAdd(certificate.GetCertHashString(HashAlgorithmName.SHA256), static (_, one) => Copy(one), certificate)
        : Copy(certificate);

    private static X509Certificate2 Copy(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawData);
}
