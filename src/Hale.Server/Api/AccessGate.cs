using Hale.Server.Access;
using Microsoft.AspNetCore.Authorization;

namespace Hale.Server.Api;

/// <summary>Lets a request in or answers why not: 401, 403 or 429 as a problem. Stands behind routing, so that it knows which routes are public.</summary>
internal sealed class AccessGate(RequestDelegate next, Tokens tokens, Sessions sessions, Attempts attempts)
{
    private static readonly string[] ForwardedHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    public Task InvokeAsync(HttpContext http) => AccessRules.Decide(Describe(http)) switch
    {
        Entrance.Open => next(http),
        Entrance.Foreign => ForbidAsync(
            http, "Host and Origin must be this machine's own: localhost, 127.0.0.1 or [::1]. A proxy must say so with X-Forwarded-For."),
        _ => WithCredentialsAsync(http),
    };

    private static Task ForbidAsync(HttpContext http, string why) => Answer.WriteAsync(http, StatusCodes.Status403Forbidden, why);

    private static Caller Describe(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        // Without a route it is a file of the dashboard, or nothing.
        var isPublic = endpoint is null ? AccessRules.IsSafe(http.Request.Method) : endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || endpoint.Metadata.GetMetadata<PublicWhen>()?.Holds(http) == true;
        return new(
            Hosts.IsLoopback(http.Connection.RemoteIpAddress),
            ForwardedHeaders.Any(http.Request.Headers.ContainsKey),
            http.Request.Host.Host,
            http.Request.Headers.Origin,
            AccessRules.IsProbe(http.Request.Path.Value ?? ""),
            isPublic);
    }

    private Task WithCredentialsAsync(HttpContext http)
    {
        var bearer = Bearer(http.Request.Headers.Authorization.ToString());
        var cookie = bearer is null ? http.Request.Cookies[Sessions.Cookie] : null;
        var token = bearer is not null ? tokens.Recognize(bearer) : cookie is not null ? sessions.Recognize(cookie) : null;
        if (token is null)
            return RefuseAsync(http, bearer is not null);
        if (cookie is not null && !CameFromOwnPage(http))
            return ForbidAsync(http, "With a session's cookie this must be asked from the hub's own pages: Origin must match Host.");
        var needed = http.GetEndpoint()?.Metadata.GetMetadata<NeedsRole>()?.Role ?? Role.Viewer;
        if (!AccessRules.May(token.Role, http.Request.Method, needed))
            return ForbidAsync(http, $"The token's role is {token.Role.ToString().ToLowerInvariant()}, which may not do this.");
        http.Features.Set(token);
        return next(http);
    }

    private static bool CameFromOwnPage(HttpContext http)
    {
        var request = http.Request;
        return (AccessRules.IsSafe(request.Method) && !OpensSocket(http))
            || AccessRules.IsOwnPage(request.Headers.Origin, request.Host.Value ?? "", request.Headers["X-Forwarded-Host"].ToString());
    }

    /// <summary>Whether it wants to be a WebSocket; told by its headers, since the middleware that knows may come later in line.</summary>
    private static bool OpensSocket(HttpContext http) =>
        http.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase) || HttpMethods.IsConnect(http.Request.Method);

    /// <param name="shown">Somebody showed a token that is none: that counts against the address; showing nothing does not.</param>
    private async Task RefuseAsync(HttpContext http, bool shown)
    {
        var address = http.Connection.RemoteIpAddress;
        if (shown && attempts.MustWait(address) is { } wait)
        {
            await http.TooManyAsync(wait);
            return;
        }

        if (shown)
            attempts.Failed(address);
        http.Response.Headers.WWWAuthenticate = shown ? "Bearer error=\"invalid_token\"" : "Bearer";
        await Answer.WriteAsync(
            http, StatusCodes.Status401Unauthorized, shown ? "The token is not known." : "A token is needed: Authorization: Bearer hale_…");
    }

    private static string? Bearer(string header) =>
        header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
}

/// <summary>What role a route needs, where reading is not enough.</summary>
internal sealed record NeedsRole(Role Role);

/// <summary>When a route is public though it is closed otherwise: it depends on what is asked for.</summary>
internal sealed record PublicWhen(Func<HttpContext, bool> Holds);

/// <summary>Wiring of the gate.</summary>
internal static class AccessGateExtensions
{
    /// <summary>
    /// Behind routing and before everything that answers. Routes are closed unless they say <c>AllowAnonymous</c>, as the one that answers the
    /// dashboard's page for every path must.
    /// </summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app.UseSecurityHeaders().UseMiddleware<AccessGate>();

    /// <summary>Answers that the address has failed too often.</summary>
    internal static Task TooManyAsync(this HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Answer.WriteAsync(http, StatusCodes.Status429TooManyRequests, "Too many failed attempts from this address; wait a minute.");
    }
}
