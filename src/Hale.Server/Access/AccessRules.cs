namespace Hale.Server.Access;

/// <summary>What is asked of access about a request, before anybody's credentials are looked at.</summary>
/// <param name="FromLoopback">The connection comes from this machine.</param>
/// <param name="Forwarded">A proxy says that it speaks for somebody else.</param>
/// <param name="Host">The host asked for, without its port; empty when there is none.</param>
/// <param name="Origins">Every <c>Origin</c> header.</param>
/// <param name="Probe">One of the two probes of orchestrators, or an alias.</param>
/// <param name="Public">The dashboard's files and the login.</param>
internal sealed record Caller(bool FromLoopback, bool Forwarded, string Host, IReadOnlyList<string?> Origins, bool Probe, bool Public);

/// <summary>Which way in a caller has.</summary>
internal enum Entrance
{
    /// <summary>Come in.</summary>
    Open,

    /// <summary>From this machine, but sent by a page or under a name that is not this machine's: a rebound name, or a foreign site.</summary>
    Foreign,

    /// <summary>Come in with a token or a session.</summary>
    Credentials,
}

/// <summary>Who may do what. Pure.</summary>
internal static class AccessRules
{
    private static readonly HashSet<string> Probes = new(StringComparer.OrdinalIgnoreCase)
    {
        "/health/live", "/health/ready", "/healthz", "/readyz", "/-/healthy", "/-/ready",
    };

    public static bool IsProbe(string path) => Probes.Contains(path);

    public static Entrance Decide(Caller caller)
    {
        if (caller.Probe)
            return Entrance.Open;
        if (!caller.FromLoopback || caller.Forwarded)
            return caller.Public ? Entrance.Open : Entrance.Credentials;
        var own = Hosts.IsLoopback(caller.Host) && caller.Origins.All(origin => origin is not null && Hosts.IsLoopbackOrigin(origin));
        return own ? Entrance.Open : Entrance.Foreign;
    }

    /// <summary>Whether a method only reads.</summary>
    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Whether a role may use a method. Over HTTP/2 a stream is opened with CONNECT (RFC 8441), and only read.</summary>
    public static bool May(Role role, string method, Role needed) => role >= needed && (role != Role.Viewer || IsSafe(method) || HttpMethods.IsConnect(method));

    /// <summary>
    /// Whether a session's cookie may be used: a browser sends it along with what a foreign page asks for, so that whatever changes something, or opens a
    /// stream, must come from a page of the hub's own.
    /// </summary>
    public static bool IsOwnPage(IReadOnlyList<string?> origins, string host, string? forwardedHost) =>
        origins is [{ } origin] && (Hosts.IsSameOrigin(origin, host) || Hosts.IsSameOrigin(origin, forwardedHost));
}
