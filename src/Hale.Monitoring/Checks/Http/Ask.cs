using System.Text;

namespace Hale.Monitoring.Checks.Http;

/// <summary>What is asked of one hop: the first from the options, each further one from a redirect.</summary>
/// <param name="Url">Without credentials and fragment.</param>
/// <param name="Own">Whether the host is still the one the options name; credentials and <c>Host</c> go to no other.</param>
internal sealed record Ask(Uri Url, string Method, bool Own, bool WithBody)
{
    private static readonly string Agent = "Hale/" + typeof(Ask).Assembly.GetName().Version?.ToString(3);

    /// <summary>The first request.</summary>
    public static Ask First(HttpCheckOptions options) => new(Bare(options.Url), options.Method, true, options.Body is not null);

    /// <summary>
    /// The next request after a redirect (RFC 9110, section 15.4): a 303 asks with GET, and so does a 301 or 302 after a POST, as browsers do.
    /// Null when the answer is no redirect or leads nowhere that HTTP goes.
    /// </summary>
    public Ask? After(Answer answer)
    {
        if (answer.Status is not (301 or 302 or 303 or 307 or 308) || answer.Header("Location") is not { } location
            || !Uri.TryCreate(Url, location, out var next) || next.Scheme is not ("http" or "https") || next.Host.Length == 0)
            return null;
        var get = Method != "HEAD" && (answer.Status == 303 || (answer.Status is 301 or 302 && Method == "POST"));
        var own = Own && next.Scheme == Url.Scheme && next.IdnHost == Url.IdnHost && next.Port == Url.Port;
        return new(Bare(next), get ? "GET" : Method, own, WithBody && !get);
    }

    /// <summary>The message to send.</summary>
    public HttpRequestMessage Message(HttpCheckOptions options)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Url)
        {
            Version = options.Manner.HttpVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (WithBody)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(options.Body!));
        foreach (var (name, value) in options.Headers)
            if (Own || !(Secrets.IsSecret(name) || name.Equals("Host", StringComparison.OrdinalIgnoreCase)))
                Add(message, name, value);
        if (!message.Headers.Contains("User-Agent"))
            message.Headers.TryAddWithoutValidation("User-Agent", Agent);
        if (!message.Headers.Contains("Accept"))
            message.Headers.TryAddWithoutValidation("Accept", "*/*");
        if (Own && options.Url.UserInfo.Length > 0 && message.Headers.Authorization is null)
            message.Headers.Authorization = BasicLogin.Of(options.Url.UserInfo);
        if (options.Manner.Proxy is { } proxy && Url.Scheme == Uri.UriSchemeHttp && Proxying.Login(proxy) is { } login)
            message.Headers.TryAddWithoutValidation("Proxy-Authorization", login);
        if (!options.Manner.ReuseConnection && options.Manner.HttpVersion.Major == 1)
            message.Headers.ConnectionClose = true;
        return message;
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        // A header that speaks of the body is the content's; without a body it says nothing and is left out.
        if (!message.Headers.TryAddWithoutValidation(name, value))
            message.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private static Uri Bare(Uri url) =>
        url.UserInfo.Length == 0 && url.Fragment.Length == 0 ? url : new(url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));
}
