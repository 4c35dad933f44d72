using Hale.Client;
using Hale.Monitoring.Watch;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>Services: what is declared, what is seen, and check, pause, resume.</summary>
internal static class ServiceRoutes
{
    private const int RecentResults = 50;

    public static void MapServices(this IEndpointRouteBuilder routes)
    {
        var services = routes.MapGroup("/api/services").WithTags("services").ReportsDryRuns();
        services.MapGet("", List).Returns<Page<ServiceView>>().WithSummary("Services, by id; filters: project, status, type, label=k=v, q");
        services.MapPost("", (HttpContext http, Registrar registry, Board board, Heartbeats.Heartbeats beats) =>
            Write(http, registry, board, beats, null)).TakesBody<ServiceView>().Returns<ServiceView>(201).WithSummary("Declare a service");
        services.MapGet("/{id}", (string id, HttpContext http, Registrar registry, Board board) =>
            registry.Now.Services.TryGetValue(id, out var service)
                ? http.Tagged(service.Declared, board.Service(service), WireJson.Plain.ServiceView)
                : Answer.NotFound("service", id)).Returns<ServiceView>().WithSummary("A service");
        services.MapPut("/{id}", (string id, HttpContext http, Registrar registry, Board board, Heartbeats.Heartbeats beats) =>
            Write(http, registry, board, beats, id)).TakesBody<ServiceView>().Returns<ServiceView>().WithSummary("Declare or replace a service");
        services.MapDelete("/{id}", async (string id, HttpContext http, Registrar registry) =>
            http.TryTerms(WriteKind.Put, out var terms, out var problem)
                ? WriteAnswer.Deleted(await registry.DeleteServiceAsync(id, terms, http.RequestAborted), "service", id)
                : problem).WithSummary("Remove a service");
        services.MapPost("/{id}/check", Check).Returns<ResultView>().WithSummary("Check now");
        services.MapPost("/{id}/pause", (string id, HttpContext http, Registrar registry, Board board) =>
            Pause(id, http, registry, board, paused: true)).Returns<ServiceView>().WithSummary("Pause: no checks, unknown, counted nowhere");
        services.MapPost("/{id}/resume", (string id, HttpContext http, Registrar registry, Board board) =>
            Pause(id, http, registry, board, paused: false)).Returns<ServiceView>().WithSummary("Resume");
        services.MapGet("/{id}/definition", (string id, HttpContext http, Registrar registry) => registry.Now.Services.TryGetValue(id, out var service)
            ? Results.Json(http.Definer().Of(service), WireJson.Plain.DefinitionView)
            : Answer.NotFound("service", id)).Returns<DefinitionView>().WithSummary("What somebody gave to declare it, and as YAML");
        services.MapGet("/{id}/health", async (string id, HttpContext http, Registrar registry, Board board, History.History history) =>
            registry.Now.Services.ContainsKey(id)
                ? Results.Json(board.Health(id) with
                {
                    Id = id,
                    Recent = [.. (await history.RecentAsync(id, RecentResults, http.RequestAborted)).Select(Views.Result)],
                }, WireJson.Plain.HealthView)
                : Answer.NotFound("service", id)).Returns<HealthView>().WithSummary("A service's health with its newest 50 results");
    }

    private static IResult List(HttpRequest request, Registrar registry, Board board)
    {
        if (!ServiceFilter.TryRead(request, out var filter, out var problem) || !Paging.TryRead(request, "services", out var paging, out problem))
            return problem;
        var all = filter.Project is { } project ? registry.Now.ServicesOf(project) : registry.Now.Services.Values;
        return Results.Json(
            paging.Cut(all.Where(service => filter.Fits(service, board)), service => service.Id, board.Service), WireJson.Plain.PageServiceView);
    }

    private static async Task<IResult> Write(HttpContext http, Registrar registry, Board board, Heartbeats.Heartbeats beats, string? id)
    {
        var (body, refusal) = await Body.ReadAsync(http);
        if (body is null)
            return refusal!.Answered;
        if (!http.TryTerms(WriteAnswer.Kind(id), out var terms, out var problem))
            return problem;
        var written = await registry.PutServiceAsync(id, body, terms, http.RequestAborted);
        if (terms.DryRun)
            return WriteAnswer.Rehearsed(written, http.Definer().Of, "service", id ?? "");
        if (written is not { Done: true, Value: { Check.Options.IsPassive: true } made } || await beats.MakeTokenAsync(made.Id, anew: false, http.RequestAborted) is not { } token)
            return WriteAnswer.Answered(http, written, Show(board), id);
        var url = HeartbeatRoutes.Url(http, token);
        return WriteAnswer.Answered(http, written, Show(board) with { View = spec => board.Service(spec) with { HeartbeatUrl = url } }, id);
    }

    private static async Task<IResult> Check(string id, HttpContext http, Registrar registry, Watcher watcher)
    {
        if (!registry.Now.Services.TryGetValue(id, out var service))
            return Answer.NotFound("service", id);
        if (service.Check.Options.IsPassive)
            return Answer.Conflict($"The service '{id}' can't be checked: it is the service that calls.");
        var outcome = await watcher.CheckNowAsync(id, http.CorrelationId(), http.RequestAborted);
        return Results.Json(Views.Result(outcome) with { ServiceId = null }, WireJson.Plain.ResultView);
    }

    private static async Task<IResult> Pause(string id, HttpContext http, Registrar registry, Board board, bool paused)
    {
        var written = await registry.SetPausedAsync(id, paused, http.RequestAborted);
        return WriteAnswer.Answered(http, written, Show(board), id);
    }

    private static Shown<ServiceSpec, ServiceView> Show(Board board) =>
        new("service", spec => spec.Declared, board.Service, WireJson.Plain.ServiceView, spec => $"/api/services/{spec.Id}");
}
