using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Tests.Kit;

/// <summary>A certificate authority that lives in memory, and what it and others issue.</summary>
public sealed class Certificates : IDisposable
{
    private readonly List<X509Certificate2> _made = [];

    /// <summary>An authority that is valid for ten years around <paramref name="now"/>.</summary>
    public Certificates(DateTimeOffset now)
    {
        Now = now;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Hale test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = Keep(request.CreateSelfSigned(now.AddYears(-5), now.AddYears(5)));
    }

    public DateTimeOffset Now { get; }

    public X509Certificate2 Authority { get; }

    /// <summary>Trusts this authority and nobody else.</summary>
    public void Trust(X509ChainPolicy policy)
    {
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(Authority);
    }

    /// <summary>A valid one for <c>localhost</c> and the loopback addresses.</summary>
    public X509Certificate2 Valid(TimeSpan? left = null) => Issue(["localhost"], Now.AddDays(-30), Now + (left ?? TimeSpan.FromDays(60)));

    /// <summary>One that expired yesterday.</summary>
    public X509Certificate2 Expired() => Issue(["localhost"], Now.AddDays(-30), Now.AddDays(-1));

    /// <summary>One that is valid from tomorrow.</summary>
    public X509Certificate2 Early() => Issue(["localhost"], Now.AddDays(1), Now.AddDays(30));

    /// <summary>A valid one for another name.</summary>
    public X509Certificate2 WrongName() => Issue(["elsewhere.example"], Now.AddDays(-30), Now.AddDays(30));

    /// <summary>One that vouches for itself.</summary>
    public X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Keep(Request(key, ["localhost"]).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(30)));
    }

    public void Dispose() => _made.ForEach(certificate => certificate.Dispose());

    private static CertificateRequest Request(ECDsa key, IReadOnlyList<string> names)
    {
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        if (names.Contains("localhost"))
        {
            alternatives.AddIpAddress(IPAddress.Loopback);
            alternatives.AddIpAddress(IPAddress.IPv6Loopback);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        return request;
    }

    private X509Certificate2 Issue(IReadOnlyList<string> names, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var bare = Request(key, names).Create(Authority, from, to, RandomNumberGenerator.GetBytes(12));
        return Keep(bare.CopyWithPrivateKey(key));
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _made.Add(certificate);
        return certificate;
    }
}
