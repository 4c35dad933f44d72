using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Monitoring.Checks.Http;

/// <summary>The certificate shown to a server that asks for one; its files are read whenever a line is made: for a check, or for all that share a kept one.</summary>
/// <param name="File">A PEM file, or with the ending <c>.pfx</c> or <c>.p12</c> a PKCS #12 file.</param>
/// <param name="KeyFile">A PEM file with the key; null when <paramref name="File"/> holds it.</param>
/// <param name="Password">What the key is encrypted with; null for nothing.</param>
internal sealed record ClientIdentity(string File, string? KeyFile, string? Password)
{
    /// <summary>Whether the file is a PKCS #12 one, which holds its key.</summary>
    public static bool IsPkcs12(string file) =>
        file.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".p12", StringComparison.OrdinalIgnoreCase);

    /// <summary>The certificate with its key; or why it can't be had, which is the hub's own fault.</summary>
    public (X509Certificate2? Certificate, Failure? Failure) Load()
    {
        try
        {
            if (IsPkcs12(File))
                return (X509CertificateLoader.LoadPkcs12FromFile(File, Password), null);
            return (Password is null ? X509Certificate2.CreateFromPemFile(File, KeyFile) : X509Certificate2.CreateFromEncryptedPemFile(File, Password, KeyFile), null);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return (null, Unusable($"could not be read{(Password is null ? "" : ", or its password is another")}"));
        }
        catch (ArgumentException)
        {
            return (null, Unusable("could not be used: the key is another certificate's"));
        }
    }

    private Failure Unusable(string why) => new(FailureKind.Internal, $"the client certificate {(KeyFile is null ? File : $"{File} with the key {KeyFile}")} {why}");

    /// <summary>Shows no password.</summary>
    public override string ToString() => File;
}
