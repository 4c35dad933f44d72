using System.Net.Sockets;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>Makes the connections of HTTP requests.</summary>
internal sealed class Connector(TimeProvider time, Dialer dialer, Handshake handshake)
{
    public Tap Tap(Stream inner, Func<Seen> seen) => new(inner, time, seen);

    /// <summary>A connection to the hop's host, or to the proxy that leads there, with TLS where its scheme says so; or why there is none.</summary>
    public async ValueTask<(Stream? Stream, Failure? Failure)> ConnectAsync(Hop hop, Uri? proxy, Func<Seen> seen, TlsTerms terms)
    {
        var peer = proxy ?? hop.Url;
        var dialed = await dialer.ConnectAsync(peer.IdnHost, peer.Port, hop.Trace, hop.Cancel);
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
            if (proxy is not null && await TunnelAsync(wire, hop, proxy) is { } failure)
            {
                await wire.DisposeAsync();
                return (null, failure);
            }

            peer = hop.Url;
            var shaken = await handshake.RunAsync(wire, terms, hop.Trace, hop.Cancel);
            hop.Trace.Stage = Stage.Asking;
            return shaken;
        }
        catch (IOException error)
        {
            return (null, Faults.Lost(error, peer.IdnHost, peer.Port));
        }
    }

    private static async Task<Failure?> TunnelAsync(Stream wire, Hop hop, Uri proxy)
    {
        var start = hop.Trace.Now;
        var failure = await Proxying.TunnelAsync(wire, proxy, hop.Url.IdnHost, hop.Url.Port, hop.Cancel);
        if (failure is null)
            hop.Trace.Did($"the proxy {Proxying.Name(proxy)} connected to {Faults.Join(hop.Url.IdnHost, hop.Url.Port)}", start);
        return failure;
    }
}
