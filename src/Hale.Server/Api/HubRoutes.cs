using Hale.Client;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Watch;
using Hale.Server.Config;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>The hub itself: what it is, its file, its newest events, and the reload.</summary>
internal static class HubRoutes
{
    private const int MostEvents = 1000;

    public static void MapHub(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/hub", Hub).WithTags("hub").Returns<HubView>().WithSummary("The hub: version, file, load");
        routes.MapGet("/api/events", Events).WithTags("hub").Returns<Page<EventView>>().WithSummary("The newest changes of status of all services");
        routes.MapPost("/-/reload", Reload).WithTags("hub").Returns<ConfigView>().WithSummary("Read hale.yaml again now");
        routes.MapGet("/schema/hale.json", (CheckCatalog checks) => Results.Text(ConfigSchema.Json(checks), "application/schema+json")).WithTags("hub")
            .WithSummary("The JSON Schema of hale.yaml");
    }

    private static IResult Hub(HubIdentity identity, ConfigLoader config, Registrar registry, Watcher watcher) =>
        Results.Json(
            new HubView(
                identity.Id, identity.Version, identity.Environment, identity.StartedAt, View(config.State), registry.Now.Services.Count,
                registry.Now.Targets.Count, watcher.Figures.Finished,
                [.. registry.Now.StatusPages.Values.Select(page => new StatusPageView(page.Id, page.Title, $"/status-page/{page.Id}"))]),
            WireJson.Plain.HubView);

    private static async Task<IResult> Events(HttpContext http, Registrar registry, History.History history)
    {
        if (!Paging.TryRead(http.Request, "all events", out var paging, out var problem))
            return problem;
        var events = await history.LatestEventsAsync(Math.Min(paging.Limit, MostEvents), http.RequestAborted);
        var shown = events.Where(kept => registry.Now.Services.ContainsKey(kept.Key)).Select(kept => Views.Event(kept) with { ServiceId = kept.Key });
        return Results.Json(new Page<EventView>([.. shown], null), WireJson.Plain.PageEventView);
    }

    private static async Task<IResult> Reload(HttpContext http, ConfigLoader config)
    {
        var state = await config.ReloadAsync(http.RequestAborted);
        return state.Ok
            ? Results.Json(View(state), WireJson.Plain.ConfigView)
            : Answer.Problem(
                StatusCodes.Status422UnprocessableEntity,
                $"{state.FileName} has {state.Findings.Count} findings; the last good one stays in force.",
                new Dictionary<string, IReadOnlyList<string>> { [state.FileName] = state.Findings });
    }

    private static ConfigView View(ConfigState state) => new(state.Ok ? "ok" : "bad", state.FileName, state.Since, state.Findings);
}
