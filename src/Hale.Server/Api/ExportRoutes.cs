using System.IO.Pipelines;
using Hale.Server.Export;

namespace Hale.Server.Api;

/// <summary>Everything that was seen, to take away (contract, section 9).</summary>
internal static class ExportRoutes
{
    private static readonly IReadOnlyDictionary<string, (string Type, Func<PipeWriter, IExportFormat> Make)> Formats =
        new Dictionary<string, (string, Func<PipeWriter, IExportFormat>)>
        {
            ["json"] = ("application/json", to => new JsonExport(to)),
            ["ndjson"] = ("application/x-ndjson", to => new LinesExport(to)),
            ["csv"] = ("text/csv; charset=utf-8", to => new CsvExport(to)),
        };

    public static void MapExport(this IEndpointRouteBuilder routes) => routes.MapGet("/api/export", Export).WithTags("data")
        .Produces(200, contentType: "application/json", additionalContentTypes: ["application/x-ndjson", "text/csv"])
        .WithSummary("Every result that is kept: from, to, service (an id or project:target), format=json|ndjson|csv");

    private static async Task<IResult> Export(HttpContext http, Exporter exporter, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (!TimeQuery.TryRead(http.Request, now, out var from, out var to, out var problem, otherwise: DateTimeOffset.UnixEpoch))
            return problem;
        var query = http.Request.Query;
        var name = query.TryGetValue("format", out var given) ? given.ToString() : "json";
        if (!Formats.TryGetValue(name, out var format))
            return Answer.BadQuery("format", $"found \"{name}\"; allowed: {string.Join(", ", Formats.Keys)}");
        var key = query.TryGetValue("service", out var wanted) ? wanted.ToString() : null;
        var watched = exporter.Find(key);
        if (key is not null && watched.Count == 0)
            return Answer.NotFound("service", key);
        http.Response.ContentType = format.Type;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"hale-{now:yyyyMMdd'T'HHmmss'Z'}.{name}\"";
        var writing = format.Make(http.Response.BodyWriter);
        using (writing as IDisposable)
            await exporter.WriteAsync(watched, from, to, writing, http.Response.BodyWriter, http.RequestAborted);
        return Results.Empty;
    }
}
