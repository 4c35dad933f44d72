using System.Net;

namespace Hale.Monitoring.Checks.Http;

/// <summary>The framework's view of a proxy: plain requests go to it whole; those over TLS go through a tunnel of our own.</summary>
internal sealed class PlainProxy(Uri proxy) : IWebProxy
{
    private readonly Uri _bare = new($"http://{Proxying.Name(proxy)}");

    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _bare;

    public bool IsBypassed(Uri host) => host.Scheme != Uri.UriSchemeHttp;
}
