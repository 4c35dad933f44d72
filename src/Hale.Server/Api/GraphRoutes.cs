using Hale.Client;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>What depends on what.</summary>
internal static class GraphRoutes
{
    public static void MapGraph(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/graph", Graph).WithTags("graph").Returns<GraphView>().WithSummary("The dependency graph, of all or of one project");

    private static IResult Graph(string? project, Registrar registry, Board board)
    {
        if (project is not null && !registry.Now.Projects.ContainsKey(project))
            return Answer.NotFound("project", project);
        // Edges may leave the project; their far ends are nodes too, or the picture would lie.
        var own = project is null ? registry.Now.Services.Values : registry.Now.ServicesOf(project);
        // A dependency that the file no longer declares is kept in the definition, but is no node.
        var edges = own.SelectMany(service => service.DependsOn, (service, dependency) => new GraphEdge(service.Id, dependency))
            .Where(edge => registry.Now.Services.ContainsKey(edge.To)).ToArray();
        var ids = own.Select(service => service.Id).Concat(edges.Select(edge => edge.To)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var nodes = ids.Select(id => registry.Now.Services[id])
            .Select(service => new GraphNode(service.Id, service.Name, service.Project, Words.Of(board.StatusOf(service.Id)), board.CauseOf(service.Id)));
        return Results.Json(new GraphView([.. nodes], edges), WireJson.Plain.GraphView);
    }
}
