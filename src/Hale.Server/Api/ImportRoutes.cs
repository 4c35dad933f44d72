using Hale.Client;
using Hale.Server.Access;
using Hale.Server.Import;
using Microsoft.AspNetCore.Http.Features;

namespace Hale.Server.Api;

/// <summary>What was exported, taken back.</summary>
internal static class ImportRoutes
{
    public static void MapImport(this IEndpointRouteBuilder routes) => routes.MapPost("/api/import", Import).WithTags("data").WithMetadata(new NeedsRole(Role.Operator))
        .Accepts<object>("application/json", "application/x-ndjson").Returns<ImportView>()
        .WithSummary("Takes an export back: create=false refuses what is not declared, dry_run=true writes nothing");

    private static async Task<IResult> Import(HttpContext http, Importer importer)
    {
        if (!http.TryFlag("create", otherwise: true, out var create, out var problem) || !http.TryFlag("dry_run", otherwise: false, out var dryRun, out problem))
            return problem;
        // It is read as it comes in, however long it is, and as slowly as it has to be written.
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        try
        {
            return await importer.TakeAsync(http.Request.BodyReader, new(create, dryRun), http.RequestAborted) is { } summary
                ? Results.Json(View(summary), WireJson.Plain.ImportView)
                : Answer.Conflict("Another import is under way; try again when it is done.");
        }
        catch (ImportSyntaxException error)
        {
            return Answer.Problem(StatusCodes.Status400BadRequest, error.Message);
        }
    }

    private static ImportView View(ImportSummary summary) => new(
        summary.Added, summary.Skipped, summary.Created,
        [.. summary.Refused.Select(each => new ImportRefusalView(each.Deployment, each.Place, each.Reason, each.Results))]);
}
