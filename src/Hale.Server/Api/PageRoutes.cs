using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.StaticFiles;

namespace Hale.Server.Api;

/// <summary>
/// The dashboard: its files, which are embedded in this assembly, and the page itself for every other path that is asked for as text/html.
/// Where the assembly was built without it, a small page tells how to build it. <see cref="SecurityHeaders"/> says what the page may load.
/// </summary>
internal static class PageRoutes
{
    private const string Prefix = "wwwroot/";

    /// <summary>What the page's build packs its files in, the smallest first, and how it names them.</summary>
    private static readonly (string Name, string Ending)[] Codings = [("br", ".br"), ("gzip", ".gz")];

    /// <summary>Answers with the page. To be called last: it takes only what no route takes, so that a known path asked wrongly keeps its own answer.</summary>
    public static void MapPage(this WebApplication app)
    {
        var files = Load(typeof(PageRoutes).Assembly);
        var page = files.GetValueOrDefault("index.html") ?? NotBuilt();
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (context.GetEndpoint() is not null || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
                return next(context);
            if (files.TryGetValue(request.Path.Value!.TrimStart('/'), out var file) && file != page)
                return file.WriteAsync(context);
            return AsksForPage(request) ? WritePageAsync(context, page) : next(context);
        });
    }

    private static Task WritePageAsync(HttpContext context, PageFile page)
    {
        context.Response.Headers.Vary = "Accept";
        return page.WriteAsync(context);
    }

    // What belongs to the API is never answered with a page, even when a browser asks: a mistyped path must read as one.
    private static bool AsksForPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api")
        && (request.Path == "/" || request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)));

    private static FrozenDictionary<string, PageFile> Load(Assembly assembly)
    {
        var types = new FileExtensionContentTypeProvider();
        var contents = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => Read(assembly, name), StringComparer.Ordinal);
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var (path, content) in contents.Where(each => !Codings.Any(coding => each.Key.EndsWith(coding.Ending, StringComparison.Ordinal))))
        {
            var type = types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
            files[path] = new(content, type, Hashed: path.StartsWith("assets/", StringComparison.Ordinal))
            {
                Packed = [.. Codings.Where(coding => contents.ContainsKey(path + coding.Ending)).Select(coding => (coding.Name, contents[path + coding.Ending]))],
            };
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static PageFile NotBuilt() => new(
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hale</title>
        <h1>The dashboard is not built</h1>
        <p>This hub watches and its API answers, but it was built without Node. Install Node 20.19 or newer, then build again:</p>
        <pre>dotnet build src/Hale.Cli</pre>
        <p>Meanwhile: <a href="/api/services">/api/services</a>, <a href="/health">/health</a>, <a href="/metrics">/metrics</a>,
        <a href="/openapi/v1.json">/openapi/v1.json</a>, and the commands <code>hale status</code> and <code>hale services list</code>.</p></html>
        """u8.ToArray(), "text/html", Hashed: false);
}
