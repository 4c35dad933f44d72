using Hale.Client;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>Projects and their targets.</summary>
internal static class ProjectRoutes
{
    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        var projects = routes.MapGroup("/api/projects").WithTags("projects").ReportsDryRuns();
        projects.MapGet("", List).Returns<Page<ProjectView>>().WithSummary("Projects, by id");
        projects.MapPost("", (HttpContext http, Registrar registry, Board board) =>
            WriteProject(http, registry, board, null)).TakesBody<ProjectView>().Returns<ProjectView>(201).WithSummary("Declare a project");
        projects.MapGet("/{id}", (string id, HttpContext http, Registrar registry, Board board) =>
            registry.Now.Projects.TryGetValue(id, out var project)
                ? http.Tagged(project.Declared, board.Project(project), WireJson.Plain.ProjectView)
                : Answer.NotFound("project", id)).Returns<ProjectView>().WithSummary("A project");
        projects.MapPut("/{id}", (string id, HttpContext http, Registrar registry, Board board) =>
            WriteProject(http, registry, board, id)).TakesBody<ProjectView>().Returns<ProjectView>().WithSummary("Declare or replace a project");
        projects.MapDelete("/{id}", async (string id, HttpContext http, Registrar registry) =>
            http.TryTerms(WriteKind.Put, out var terms, out var problem)
                ? WriteAnswer.Deleted(await registry.DeleteProjectAsync(id, terms, http.RequestAborted), "project", id)
                : problem).WithSummary("Remove a project");
        projects.MapGet("/{id}/definition", (string id, Registrar registry) => registry.Now.Projects.TryGetValue(id, out var project)
            ? Results.Json(Definer.Of(project), WireJson.Plain.DefinitionView)
            : Answer.NotFound("project", id)).Returns<DefinitionView>().WithSummary("What somebody gave to declare it, and as YAML");
        projects.MapGet("/{id}/health", (string id, Registrar registry, Board board) =>
            registry.Now.Projects.TryGetValue(id, out var project)
                ? Results.Json(board.ProjectHealth(project), WireJson.Plain.ProjectHealthView)
                : Answer.NotFound("project", id)).Returns<ProjectHealthView>().WithSummary("A project's health, summed over its members");
        MapTargets(projects.MapGroup("/{id}/targets").WithTags("targets"));
    }

    private static void MapTargets(RouteGroupBuilder targets)
    {
        targets.MapGet("", ListTargets).Returns<Page<TargetView>>().WithSummary("Targets of a project, by id");
        targets.MapGet("/{target}", (string id, string target, HttpContext http, Registrar registry, Board board) =>
            registry.Now.Targets.TryGetValue($"{id}:{target}", out var found)
                ? http.Tagged(found.Declared, board.Target(found), WireJson.Plain.TargetView)
                : Answer.NotFound("target", $"{id}:{target}")).Returns<TargetView>().WithSummary("A target");
        targets.MapPut("/{target}", WriteTarget).TakesBody<TargetView>().Returns<TargetView>().WithSummary("Declare or replace a target");
        targets.MapDelete("/{target}", async (string id, string target, HttpContext http, Registrar registry) =>
            http.TryTerms(WriteKind.Put, out var terms, out var problem)
                ? WriteAnswer.Deleted(await registry.DeleteTargetAsync(id, target, terms, http.RequestAborted), "target", $"{id}:{target}")
                : problem).WithSummary("Remove a target");
        targets.MapGet("/{target}/definition", (string id, string target, HttpContext http, Registrar registry) =>
            registry.Now.Targets.TryGetValue($"{id}:{target}", out var found)
                ? Results.Json(http.Definer().Of(found), WireJson.Plain.DefinitionView)
                : Answer.NotFound("target", $"{id}:{target}")).Returns<DefinitionView>().WithSummary("What somebody gave to declare it, and as YAML");
    }

    private static IResult List(HttpRequest request, Registrar registry, Board board) =>
        Paging.TryRead(request, "projects", out var paging, out var problem)
            ? Results.Json(paging.Cut(registry.Now.Projects.Values, project => project.Id, board.Project), WireJson.Plain.PageProjectView)
            : problem;

    private static IResult ListTargets(string id, HttpRequest request, Registrar registry, Board board)
    {
        if (!registry.Now.Projects.ContainsKey(id))
            return Answer.NotFound("project", id);
        return Paging.TryRead(request, $"targets {id}", out var paging, out var problem)
            ? Results.Json(paging.Cut(registry.Now.TargetsOf(id), target => target.Id, board.Target), WireJson.Plain.PageTargetView)
            : problem;
    }

    private static async Task<IResult> WriteProject(HttpContext http, Registrar registry, Board board, string? id)
    {
        var (body, refusal) = await Body.ReadAsync(http);
        if (body is null)
            return refusal!.Answered;
        if (!http.TryTerms(WriteAnswer.Kind(id), out var terms, out var problem))
            return problem;
        var written = await registry.PutProjectAsync(id, body, terms, http.RequestAborted);
        if (terms.DryRun)
            return WriteAnswer.Rehearsed(written, Definer.Of, "project", id ?? "");
        return WriteAnswer.Answered(http, written, Show(board), id);
    }

    private static async Task<IResult> WriteTarget(string id, string target, HttpContext http, Registrar registry, Board board)
    {
        var (body, refusal) = await Body.ReadAsync(http);
        if (body is null)
            return refusal!.Answered;
        if (!http.TryTerms(WriteKind.Put, out var terms, out var problem))
            return problem;
        var written = await registry.PutTargetAsync(id, target, body, terms, http.RequestAborted);
        if (terms.DryRun)
            return WriteAnswer.Rehearsed(written, http.Definer().Of, "target", $"{id}:{target}");
        var shown = new Shown<TargetSpec, TargetView>(
            "target", spec => spec.Declared, board.Target, WireJson.Plain.TargetView, spec => $"/api/projects/{spec.Project}/targets/{spec.Id}");
        return WriteAnswer.Answered(http, written, shown, $"{id}:{target}");
    }

    private static Shown<ProjectSpec, ProjectView> Show(Board board) =>
        new("project", spec => spec.Declared, board.Project, WireJson.Plain.ProjectView, spec => $"/api/projects/{spec.Id}");
}
