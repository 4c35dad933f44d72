using System.Globalization;
using Hale.Client;
using Hale.Server.Explain;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>Why a service is what it is, what changed, and how its days were.</summary>
internal static class ExplainRoutes
{
    private const int MostDays = 366;

    public static void MapExplain(this IEndpointRouteBuilder routes)
    {
        var services = routes.MapGroup("/api/services").WithTags("services");
        services.MapGet("/{id}/explain", async (string id, HttpContext http, Registrar registry, Explainer explainer) =>
            registry.Now.Services.TryGetValue(id, out var service)
                ? Results.Json(await explainer.ExplainAsync(service, http.RequestAborted), WireJson.Plain.ExplanationView)
                : Answer.NotFound("service", id)).Returns<ExplanationView>().WithSummary("Why it is what it is, in sentences and as data");
        services.MapGet("/{id}/changes", ChangesOf).Returns<Page<ChangeView>>().WithSummary("How its definition changed, newest first");
        services.MapGet("/{id}/uptime/days", DaysOf).Returns<UptimeDaysView>().WithSummary("How long it was in which status on each of the last days");
    }

    private static async Task<IResult> ChangesOf(string id, HttpContext http, Registrar registry)
    {
        if (!registry.Now.Services.ContainsKey(id))
            return Answer.NotFound("service", id);
        if (!Paging.TryRead(http.Request, $"changes {id}", out var paging, out var problem))
            return problem;
        if (!paging.TryPlace(out var before, out problem))
            return problem;
        var kept = await registry.ChangesAsync([id], DateTimeOffset.MaxValue, before, paging.Limit + 1, http.RequestAborted);
        var shown = kept.Take(paging.Limit).ToArray();
        return Results.Json(
            new Page<ChangeView>(
                [.. shown.Select(each => each.Change).OfType<DefinitionChange>().Select(Views.Change)], kept.Count > shown.Length ? paging.Encode($"{shown[^1].Place}") : null),
            WireJson.Plain.PageChangeView);
    }

    private static async Task<IResult> DaysOf(string id, HttpContext http, Registrar registry, History.History history, TimeProvider time)
    {
        if (!registry.Now.Services.TryGetValue(id, out var service))
            return Answer.NotFound("service", id);
        var days = 90;
        if (http.Request.Query.TryGetValue("days", out var given)
            && (!int.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > MostDays))
            return Answer.BadQuery("days", $"found \"{given}\"; allowed: a whole number from 1 to {MostDays}");
        var now = time.GetUtcNow();
        var past = await history.PastAsync([(id, service.Declared.CreatedAt)], days, now, http.RequestAborted);
        return Results.Json(Views.Days(now, past[0].Days), WireJson.Plain.UptimeDaysView);
    }
}
