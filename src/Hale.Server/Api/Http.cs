using System.Text.Json.Serialization.Metadata;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>What every route needs of a request and for its description.</summary>
internal static class Http
{
    /// <summary>The <c>If-Match</c> header; null without one.</summary>
    public static string? IfMatch(this HttpContext http) => http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null;

    /// <summary>Answers a definition with its etag.</summary>
    public static IResult Tagged<T>(this HttpContext http, Declaration declared, T view, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ETag = $"\"{declared.Etag}\"";
        return Results.Json(view, type, statusCode: status);
    }

    public static RouteHandlerBuilder Returns<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status);

    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>("application/json");
}
