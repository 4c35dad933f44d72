using Hale.Server.Public;
using Hale.Server.Registry;
using Microsoft.Net.Http.Headers;

namespace Hale.Server.Api;

/// <summary>
/// What the public may see: the status pages that are declared, and badges of the services on them. Badges of other services need what the API needs.
/// They are pages and pictures, so the API's description does not have them.
/// </summary>
internal static class PublicRoutes
{
    private const string DefaultWindow = "24h";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The windows that Gatus has.</summary>
    private static readonly string[] GatusWindows = ["1h", "24h", "7d", "30d"];

    public static void MapPublic(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/status-page").AllowAnonymous().ExcludeFromDescription();
        pages.MapMethods("/style.css", Reading, (HttpContext http) => WriteAsync(http, StatusPages.Style, "public, max-age=31536000, immutable"));
        pages.MapMethods("/icon.svg", Reading, (HttpContext http) => WriteAsync(http, StatusPages.Icon, "public, max-age=86400"));
        pages.MapMethods("/{slug}", Reading, PageAsync);
        pages.MapMethods("/{slug}/feed.atom", Reading, (string slug, HttpContext http, StatusPages all) => FeedAsync(http, slug, all.AtomAsync));
        pages.MapMethods("/{slug}/feed.rss", Reading, (string slug, HttpContext http, StatusPages all) => FeedAsync(http, slug, all.RssAsync));

        var badges = routes.MapGroup("").WithMetadata(new PublicWhen(IsPublic)).ExcludeFromDescription();
        Map("/badge/{key}/status", Status);
        Map("/badge/{key}/uptime", (made, service, http) => InWindow(http, window => made.UptimeAsync(service, window)));
        Map("/badge/{key}/latency", (made, service, http) => InWindow(http, window => made.LatencyAsync(service, window)));
        MapGatus("/api/v1/endpoints/{key}/health/badge", (made, service, _) => Plainly(made.Status(service, "health")));
        MapGatus("/api/v1/endpoints/{key}/uptimes/{duration}/badge", (made, service, http) => InDuration(http, window => made.UptimeAsync(service, window)));
        MapGatus("/api/v1/endpoints/{key}/response-times/{duration}/badge", (made, service, http) => InDuration(http, window => made.LatencyAsync(service, window)));

        void Map(string path, Make make)
        {
            badges.MapMethods($"{path}.svg", Reading, (string key, HttpContext http) => BadgeAsync(http, key, make, badge => Document.Svg(badge.Svg())));
            badges.MapMethods($"{path}.json", Reading, (string key, HttpContext http) => BadgeAsync(http, key, make, badge => Document.Json(badge.Json())));
        }

        void MapGatus(string path, Make make)
        {
            badges.MapMethods($"{path}.svg", Reading, (string key, HttpContext http) => BadgeAsync(http, key, make, badge => Document.Svg(badge.Svg())));
            badges.MapMethods($"{path}.shields", Reading, (string key, HttpContext http) => BadgeAsync(http, key, make, badge => Document.Json(badge.Json())));
        }
    }

    /// <summary>Makes a badge, or answers why not.</summary>
    private delegate Task<(Badge? Badge, IResult? Refusal)> Make(Badges made, ServiceSpec service, HttpContext http);

    private static bool IsPublic(HttpContext http) => http.RequestServices.GetRequiredService<Badges>().IsPublic(http.GetRouteValue("key") as string);

    private static Task<(Badge? Badge, IResult? Refusal)> Status(Badges made, ServiceSpec service, HttpContext http) => Plainly(made.Status(service));

    private static Task<(Badge? Badge, IResult? Refusal)> Plainly(Badge badge) => Task.FromResult<(Badge?, IResult?)>((badge, null));

    private static Task<(Badge? Badge, IResult? Refusal)> InWindow(HttpContext http, Func<string, Task<Badge>> make) => InOneOf(
        "window", http.Request.Query.TryGetValue("window", out var given) ? given.ToString() : DefaultWindow, [.. Badges.Windows.Keys], make);

    private static Task<(Badge? Badge, IResult? Refusal)> InDuration(HttpContext http, Func<string, Task<Badge>> make) =>
        InOneOf("duration", http.GetRouteValue("duration") as string ?? "", GatusWindows, make);

    private static async Task<(Badge? Badge, IResult? Refusal)> InOneOf(string name, string window, IReadOnlyList<string> allowed, Func<string, Task<Badge>> make) =>
        allowed.Contains(window)
            ? (await make(window), null)
            : (null, Answer.BadQuery(name, $"found \"{window}\"; allowed: {string.Join(", ", allowed)}"));

    private static async Task BadgeAsync(HttpContext http, string key, Make make, Func<Badge, Document> draw)
    {
        var made = http.RequestServices.GetRequiredService<Badges>();
        if (made.Find(key) is not { } service)
        {
            await Answer.NotFound("service", key).ExecuteAsync(http);
            return;
        }

        var (badge, refusal) = await make(made, service, http);
        await (refusal?.ExecuteAsync(http) ?? WriteAsync(http, draw(badge!), made.IsPublic(key) ? "public, max-age=30" : "private, max-age=30"));
    }

    private static async Task PageAsync(string slug, HttpContext http, StatusPages all)
    {
        if (await all.HtmlAsync(slug) is { } page)
            await WriteAsync(http, page, "public, max-age=30");
        else
            await MissingAsync(http, slug);
    }

    private static async Task FeedAsync(HttpContext http, string slug, Func<string, Uri, Task<Document?>> make)
    {
        // A cache between must not hand one reader's addresses to another.
        http.Response.Headers.Append(HeaderNames.Vary, "X-Forwarded-Host, X-Forwarded-Proto");
        if (await make(slug, Root(http)) is { } feed)
            await WriteAsync(http, feed, "public, max-age=30");
        else
            await Answer.NotFound("status page", slug).ExecuteAsync(http);
    }

    /// <summary>The hub's address as the reader knows it; a proxy tells it.</summary>
    private static Uri Root(HttpContext http)
    {
        var request = http.Request;
        var scheme = request.Headers["X-Forwarded-Proto"] == "https" ? "https" : request.Scheme;
        var host = request.Headers["X-Forwarded-Host"].ToString() is { Length: > 0 } forwarded ? forwarded.Split(',')[0].Trim() : request.Host.Value;
        return Uri.TryCreate($"{scheme}://{host}/", UriKind.Absolute, out var root) ? root : new($"{request.Scheme}://localhost/");
    }

    private static async Task MissingAsync(HttpContext http, string slug)
    {
        http.Response.Headers.Vary = HeaderNames.Accept;
        if (!http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)))
        {
            await Answer.NotFound("status page", slug).ExecuteAsync(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = StatusPages.Missing.Type;
        await http.Response.Body.WriteAsync(StatusPages.Missing.Content, http.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext http, Document document, string caching)
    {
        var (request, response) = (http.Request, http.Response);
        response.Headers.ETag = document.Etag;
        response.Headers.CacheControl = caching;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (request.Headers.IfNoneMatch.Any(known => known is not null && (known == "*" || known.Contains(document.Etag, StringComparison.Ordinal))))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var packed = request.Headers.AcceptEncoding.Any(each => each?.Contains("gzip", StringComparison.OrdinalIgnoreCase) == true) ? document.Packed : null;
        if (packed is not null)
            response.Headers.ContentEncoding = "gzip";
        response.ContentType = document.Type;
        response.ContentLength = (packed ?? document.Content).Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(packed ?? document.Content, http.RequestAborted);
    }
}
