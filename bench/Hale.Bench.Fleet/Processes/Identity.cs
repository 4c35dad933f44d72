using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Bench.Fleet.Processes;

/// <summary>What nginx shakes hands with: PEM files of a certificate for all hosts it plays, its key, and the authority that whoever asks must trust.</summary>
internal sealed record Identity(string Certificate, string Key, string Authority)
{
    public static Identity Create(string folder)
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Hale bench authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        for (var host = 0; host < Declarations.Hosts; host++)
            names.AddIpAddress(IPAddress.Parse(Declarations.Host(host)));
        leaf.CertificateExtensions.Add(names.Build());
        using var certificate = leaf.Create(authority, now.AddDays(-1), now.AddDays(20), RandomNumberGenerator.GetBytes(12));

        return new(
            Write(folder, "leaf.pem", certificate.ExportCertificatePem()), Write(folder, "leaf.key", key.ExportPkcs8PrivateKeyPem()),
            Write(folder, "authority.pem", authority.ExportCertificatePem()));
    }

    private static string Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text + "\n");
        return file;
    }
}
