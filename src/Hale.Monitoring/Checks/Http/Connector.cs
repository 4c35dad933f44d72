using System.Net.Sockets;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>Makes the connections of HTTP requests.</summary>
internal sealed class Connector(TimeProvider time, Dialer dialer, Handshake handshake)
{
    public Tap Tap(Stream inner, Func<Seen> seen) => new(inner, time, seen);

    /// <summary>A connection to the hop's host, with TLS where its scheme says so; or why there is none.</summary>
    public async ValueTask<(Stream? Stream, Failure? Failure)> ConnectAsync(Hop hop, Func<Seen> seen, TlsTerms terms)
    {
        var dialed = await dialer.ConnectAsync(hop.Url.IdnHost, hop.Url.Port, hop.Trace, hop.Cancel);
        if (dialed.Socket is null)
            return (null, dialed.Failure);
        var wire = Tap(new NetworkStream(dialed.Socket, ownsSocket: true), seen);
        if (hop.Url.Scheme != Uri.UriSchemeHttps)
        {
            hop.Trace.Stage = Stage.Asking;
            return (wire, null);
        }

        try
        {
            var shaken = await handshake.RunAsync(wire, terms, hop.Trace, hop.Cancel);
            hop.Trace.Stage = Stage.Asking;
            return shaken;
        }
        catch (IOException error)
        {
            return (null, Faults.Of(error) is { } broken
                ? Faults.Broken(broken, hop.Url.IdnHost, hop.Url.Port)
                : Faults.ClosedEarly(hop.Url.IdnHost, hop.Url.Port));
        }
    }
}
