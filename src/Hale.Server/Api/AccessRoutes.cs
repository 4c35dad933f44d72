using System.Text.Json;
using System.Text.Json.Serialization;
using Hale.Client;
using Hale.Server.Access;

namespace Hale.Server.Api;

/// <summary>Logging in and out with a browser.</summary>
internal static class AccessRoutes
{
    private const int MostBody = 4096;

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var access = routes.MapGroup("/api").WithTags("access");
        access.MapPost("/login", LoginAsync).AllowAnonymous().Accepts<Login>("application/json").Produces(StatusCodes.Status204NoContent)
            .WithSummary("Begin a session with a token");
        access.MapGet("/me", Me).Returns<CallerView>().WithSummary("Who asks, and what they may do");
        access.MapPost("/logout", Logout).AllowAnonymous().Produces(StatusCodes.Status204NoContent).WithSummary("End the session");
    }

    private static async Task LoginAsync(HttpContext http, Tokens tokens, Sessions sessions, Attempts attempts)
    {
        var address = http.Connection.RemoteIpAddress;
        if (attempts.MustWait(address) is { } wait)
        {
            await http.TooManyAsync(wait);
            return;
        }

        if (await ReadAsync(http) is not { Token: { } shown })
        {
            await Answer.BadQuery("token", "is missing; needed: {\"token\":\"hale_…\"}").ExecuteAsync(http);
            return;
        }

        if (tokens.Recognize(shown) is not { } token)
        {
            attempts.Failed(address);
            await Answer.WriteAsync(http, StatusCodes.Status401Unauthorized, "The token is not known.");
            return;
        }

        http.Response.Cookies.Append(Sessions.Cookie, sessions.Begin(token), Options(http, Sessions.Lifetime));
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Whoever came in without a token came from this machine, and may do everything.</summary>
    private static IResult Me(HttpContext http)
    {
        var token = http.Features.Get<StoredToken>();
        return Results.Json(new CallerView((token?.Role ?? Role.Admin).ToString().ToLowerInvariant(), token?.Name), WireJson.Plain.CallerView);
    }

    private static IResult Logout(HttpContext http)
    {
        http.Response.Cookies.Delete(Sessions.Cookie, Options(http, null));
        return Results.NoContent();
    }

    private static async Task<Login?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MostBody)
            return null;
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, AccessJson.Default.Login, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"] == "https",
        MaxAge = lifetime,
        Path = "/",
    };
}

/// <summary>What is sent to log in.</summary>
internal sealed record Login(string? Token);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Login))]
internal sealed partial class AccessJson : JsonSerializerContext;
