using Hale.Client;
using Hale.Server.Registry;
using Hale.Server.Series;

namespace Hale.Server.Api;

/// <summary>What watched hosts, processes and containers use.</summary>
internal static class ResourceRoutes
{
    private static readonly IReadOnlyList<Resource> Shown =
        [Resource.Cpu, Resource.Memory, Resource.MemoryShare, Resource.Disk, Resource.DiskFree, Resource.Received, Resource.Sent];

    public static void MapResources(this IEndpointRouteBuilder routes) => routes.MapGet("/api/services/{id}/resources", Resources).WithTags("services")
        .Returns<ResourcesView>().WithSummary("What a host, process or container uses over time: CPU, memory, disk, network");

    private static async Task<IResult> Resources(string id, HttpContext http, Registrar registry, Resources resources, TimeProvider time)
    {
        if (!registry.Now.Services.ContainsKey(id))
            return Answer.NotFound("service", id);
        if (!TimeQuery.TryRead(http.Request, time.GetUtcNow(), out var from, out var to, out var problem)
            || !TimeQuery.TryPoints(http.Request, TimeQuery.MostPoints, out var points, out problem))
            return problem;
        var steps = await resources.StepsAsync(id, Shown, from, to, points, http.RequestAborted);
        return Results.Json(
            new ResourcesView(steps.From, steps.To, steps.Length.TotalSeconds, [.. steps.Items.Select(Point)]), WireJson.Plain.ResourcesView);
    }

    private static ResourcePointView Point(ResourceStep step) => new(
        step.At, Of(step, Resource.Cpu), Of(step, Resource.Memory), Of(step, Resource.MemoryShare), Of(step, Resource.Disk), Of(step, Resource.DiskFree),
        Of(step, Resource.Received), Of(step, Resource.Sent));

    private static FigureView? Of(ResourceStep step, Resource resource) =>
        step.Figures.TryGetValue(resource, out var figure) ? new(figure.Min, figure.Avg, figure.Max) : null;
}
