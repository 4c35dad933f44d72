using Hale.Server.Access;
using Hale.Server.Backup;
using Microsoft.AspNetCore.Http.Features;

namespace Hale.Server.Api;

/// <summary>Everything the hub keeps as one file, while it runs.</summary>
internal static class BackupRoutes
{
    public static void MapBackup(this IEndpointRouteBuilder routes) => routes.MapGet("/api/backup", Take).WithTags("data").WithMetadata(new NeedsRole(Role.Admin))
        .Produces(200, contentType: "application/zip").WithSummary("A backup of everything that is kept, with checksums; hale restore takes it");

    private static async Task<IResult> Take(HttpContext http, Backups backups)
    {
        using var snapshot = await backups.TakeAsync(http.RequestAborted);
        if (snapshot is null)
            return Answer.Conflict("Another backup is being made; try again when it is done.");
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"hale-{snapshot.At:yyyyMMdd'T'HHmmss'Z'}.backup\"";
        // A zip entry's last bytes are written without awaiting when it is closed, whichever way it is.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await snapshot.WriteAsync(http.Response.Body, http.RequestAborted);
        return Results.Empty;
    }
}
