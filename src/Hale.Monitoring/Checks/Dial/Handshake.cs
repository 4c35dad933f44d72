using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>What a TLS handshake is to be like.</summary>
/// <param name="Host">The name the certificate must be for; also the server name that is sent.</param>
/// <param name="Insecure">Any certificate will do.</param>
/// <param name="Protocols">What to offer by ALPN (RFC 7301).</param>
internal sealed record TlsTerms(string Host, bool Insecure, X509Certificate2? ClientCertificate, List<SslApplicationProtocol>? Protocols)
{
    /// <summary>The certificate's issuer must be trusted, and its name may be any.</summary>
    public bool AnyName { get; init; }

    /// <summary>Hears of the server's certificate, valid or not, while the handshake goes on; it lives no longer than that.</summary>
    public Action<X509Certificate2>? Shown { get; init; }

    /// <summary>Hears what is known of the server once its certificate was judged in full and found good.</summary>
    public Action<Acquaintance>? Known { get; init; }
}

/// <summary>
/// Does TLS handshakes as a new client would: nothing is resumed, so that the certificate the server has now is the one that is judged; nothing is
/// fetched from elsewhere, so that a chain must be complete. With a server that is known it may resume.
/// </summary>
/// <param name="trust">Changes whom to trust; null for the system's roots.</param>
internal sealed class Handshake(TimeProvider time, Action<X509ChainPolicy>? trust)
{
    private readonly Issuers _issuers = new();

    /// <summary>Turns <paramref name="wire"/> into a TLS stream, or says why not. Closes it when it can't.</summary>
    public async ValueTask<(SslStream? Stream, Failure? Failure)> RunAsync(Stream wire, TlsTerms terms, Trace trace, CancellationToken cancel)
    {
        trace.Stage = Stage.Handshaking;
        var start = trace.Now;
        Failure? certificate = null;
        var asked = false;
        var stream = new SslStream(wire);
        try
        {
            await stream.AuthenticateAsClientAsync(Options(terms, trace, failure => certificate = failure, () => asked = true), cancel);
            trace.Handshaken(start, stream.SslProtocol);
            // A server that knows no ALPN may speak HTTP/1.1; HTTP/2 is only spoken where both said so (RFC 9113, section 3.2).
            if (terms.Protocols is not [var wanted] || wanted != SslApplicationProtocol.Http2 || stream.NegotiatedApplicationProtocol == wanted)
                return (stream, null);
            await stream.DisposeAsync();
            return (null, Unspoken(terms.Host, wanted));
        }
        catch (AuthenticationException error)
        {
            await stream.DisposeAsync();
            return (null, certificate ?? Meaning(TlsAlerts.Of(error), terms, asked));
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The same with a server that is known, at half the cost. No stream and no failure means that it is not as it was: it has to be met anew, over
    /// another connection. Closes the wire when it can't.
    /// </summary>
    /// <returns>The stream, and whether the certificate that is known was shown.</returns>
    public static async ValueTask<(SslStream? Stream, bool Same)> ResumeAsync(Stream wire, Acquaintance known, Trace trace, CancellationToken cancel)
    {
        trace.Stage = Stage.Handshaking;
        var start = trace.Now;
        var stream = new SslStream(wire);
        try
        {
            await stream.AuthenticateAsClientAsync(known.Options, cancel);
            trace.Handshaken(start, stream.SslProtocol);
            return (stream, known.Recognizes(stream.RemoteCertificate, trace));
        }
        catch (AuthenticationException)
        {
            await stream.DisposeAsync();
            return (null, false);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <param name="asked">Whether the server asked for a client certificate, and there was none.</param>
    private static Failure Meaning(TlsAlert? alert, TlsTerms terms, bool asked) => alert switch
    {
        TlsAlert.NoApplicationProtocol when terms.Protocols is [var wanted] => Unspoken(terms.Host, wanted),
        TlsAlert.CertificateRequired => Faults.Uncertified(terms.Host),

        // Before TLS 1.3 there was no alert of its own for it (RFC 5246, section 7.4.6).
        TlsAlert.HandshakeFailure or TlsAlert.BadCertificate when asked => Faults.Uncertified(terms.Host),
        _ => new(FailureKind.Tls, $"the TLS handshake with {terms.Host} failed (security issue)"),
    };

    private static Failure Unspoken(string host, SslApplicationProtocol wanted) =>
        new(FailureKind.Protocol, $"{host} does not speak {(wanted == SslApplicationProtocol.Http2 ? "HTTP/2" : "HTTP/1.1")} (protocol error)");

    /// <param name="refuse">Hears why a certificate is not valid.</param>
    /// <param name="missed">Hears that the server asks for a client certificate and there is none.</param>
    private SslClientAuthenticationOptions Options(TlsTerms terms, Trace trace, Action<Failure> refuse, Action missed)
    {
        // The chain is judged at the injected time, like everything else.
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = time.GetUtcNow().UtcDateTime,
        };
        trust?.Invoke(policy);
        return new()
        {
            TargetHost = terms.Host,
            AllowTlsResume = false,
            CertificateChainPolicy = policy,
            ApplicationProtocols = terms.Protocols,
            ClientCertificates = terms.ClientCertificate is { } mine ? [mine] : null,
            LocalCertificateSelectionCallback = terms.ClientCertificate is not null ? null : (_, _, _, server, _) =>
            {
                // Called once before the server was met, and again when it asks.
                if (server is not null)
                    missed();
                return null!;
            },
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                NoteExpiry(certificate as X509Certificate2, chain, trace);
                if (terms.AnyName)
                    errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
                if (certificate is X509Certificate2 leaf)
                    terms.Shown?.Invoke(leaf);
                if (errors == SslPolicyErrors.None && certificate is X509Certificate2 good && chain is not null)
                    terms.Known?.Invoke(new(terms, good, chain, trace.CertificateExpiresAt, _issuers, time.GetUtcNow()));
                if (errors == SslPolicyErrors.None || terms.Insecure)
                    return true;
                refuse(CertificateFaults.Explain(errors, certificate as X509Certificate2, chain, terms.Host));
                return false;
            },
        };
    }

    /// <summary>Of the leaf and its issuers; a root's expiry is its store's concern.</summary>
    private static void NoteExpiry(X509Certificate2? leaf, X509Chain? chain, Trace trace)
    {
        if (leaf is null)
            return;
        trace.Certificate(leaf.NotAfter.ToUniversalTime());
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            if (element.Certificate.Subject != element.Certificate.Issuer)
                trace.Certificate(element.Certificate.NotAfter.ToUniversalTime());
    }
}
