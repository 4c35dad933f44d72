namespace Hale.Monitoring.Checks.Dial;

/// <summary>Alerts by which a peer ends TLS and that tell why (RFC 8446, section 6.2).</summary>
internal enum TlsAlert
{
    HandshakeFailure = 40,
    BadCertificate = 42,
    CertificateRequired = 116,
    NoApplicationProtocol = 120,
}

/// <summary>Finds a peer's alert among an exception's causes; only where TLS is OpenSSL's, which alone tells it.</summary>
internal static class TlsAlerts
{
    // An error of OpenSSL is a library's number and a reason; the number stands at one place since OpenSSL 3 and at another one before. An alert that was
    // received is a reason of so much and its own number (openssl/sslerr.h). .NET hands the error on as the exception's HResult.
    private const uint OfTls = 20;
    private const uint Reason = 0xFFF;
    private const int Received = 1000;

    /// <summary>The alert that broke the stream; null when it was none, or nobody can tell.</summary>
    public static TlsAlert? Of(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            var code = (uint)error.HResult;
            if ((code >> 23 == OfTls || code >> 24 == OfTls) && (int)(code & Reason) is > Received and <= Received + byte.MaxValue and var reason)
                return (TlsAlert)(reason - Received);
        }

        return null;
    }
}
