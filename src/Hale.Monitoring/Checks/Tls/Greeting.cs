using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Tls;

/// <summary>One run of a TLS check.</summary>
internal sealed class Greeting(TlsCheckOptions options, Visit visit)
{
    private const int LongestName = 200;

    public Visit Visit => visit;

    /// <summary>Connects, shakes hands, and tells what was shown.</summary>
    public async Task<Failure?> RunAsync(Dialer dialer, Handshake handshake, TimeProvider time, CancellationToken cancel)
    {
        var dialed = await dialer.ConnectAsync(visit.Host, visit.Port, visit.Trace, cancel);
        if (dialed.Socket is not { } socket)
            return dialed.Failure;
        var terms = new TlsTerms(visit.Host, Insecure: false, ClientCertificate: null, Protocols: null) { Shown = Show };
        var (stream, failure) = await handshake.RunAsync(new NetworkStream(socket, ownsSocket: true), terms, visit.Trace, cancel);
        Tell(visit.Trace.CertificateExpiresAt, time.GetUtcNow());
        if (stream is null)
            return failure;
        await using (stream)
            Tell(stream);
        visit.Message = CertificateExpiry.Warning(options.CertificateWarnBefore, visit.Trace.CertificateExpiresAt, time.GetUtcNow());
        visit.SaysDegraded = visit.Message is not null;
        return null;
    }

    private static string Cut(string text) => text.Length <= LongestName ? text : text[..LongestName];

    private void Show(X509Certificate2 leaf)
    {
        var (subject, issuer) = (Cut(leaf.Subject), Cut(leaf.Issuer));
        visit.Details["subject"] = subject;
        visit.Details["issuer"] = issuer;
        visit.Trace.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"certificate of {subject}, issued by {issuer}, valid from {leaf.NotBefore.ToUniversalTime():yyyy-MM-dd} to {leaf.NotAfter.ToUniversalTime():yyyy-MM-dd}"));
    }

    /// <summary>The first certificate of the chain to expire is the one that counts.</summary>
    private void Tell(DateTimeOffset? expires, DateTimeOffset now)
    {
        if (expires is not { } end)
            return;
        visit.Details["expires_at"] = end.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        visit.Details["days_left"] = (int)(end - now).TotalDays;
    }

    private void Tell(SslStream stream)
    {
        visit.Details["protocol"] = Name(stream.SslProtocol);
        visit.Details["cipher"] = stream.NegotiatedCipherSuite.ToString();
    }

    private static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => protocol.ToString(),
    };
}
