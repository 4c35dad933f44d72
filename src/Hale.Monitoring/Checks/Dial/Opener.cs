using System.Net.Sockets;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>Opens a check's connection to its peer, with TLS from the start or later on.</summary>
internal sealed class Opener(Dialer dialer, Handshake handshake)
{
    /// <summary>A connection to the visit's peer, with TLS when there are terms for it; or why there is none.</summary>
    public async ValueTask<(Stream? Stream, Failure? Failure)> OpenAsync(Visit visit, TlsTerms? terms, CancellationToken cancel)
    {
        var dialed = await dialer.ConnectAsync(visit.Host, visit.Port, visit.Trace, cancel);
        if (dialed.Socket is null)
            return (null, dialed.Failure);
        var plain = new NetworkStream(dialed.Socket, ownsSocket: true);
        if (terms is not null)
            return await SecureAsync(plain, terms, visit, cancel);
        visit.Trace.Stage = Stage.Asking;
        return (plain, null);
    }

    /// <summary>TLS over a connection that was plain so far; or why not, and then it is closed.</summary>
    public async ValueTask<(Stream? Stream, Failure? Failure)> SecureAsync(Stream plain, TlsTerms terms, Visit visit, CancellationToken cancel)
    {
        var shaken = await handshake.RunAsync(plain, terms, visit.Trace, cancel);
        visit.Trace.Stage = Stage.Asking;
        return shaken;
    }
}
