using System.Diagnostics.CodeAnalysis;
using Hale.Client;
using Hale.Monitoring.Specs;
using Hale.Server.Maintenance;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>Windows of maintenance.</summary>
internal static class MaintenanceRoutes
{
    private const string Kind = "window of maintenance";

    private static readonly string[] States = [.. Enum.GetValues<MaintenanceState>().Select(Word)];

    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var windows = routes.MapGroup("/api/maintenance").WithTags("maintenance").ReportsDryRuns();
        windows.MapGet("", List).Returns<Page<MaintenanceView>>().WithSummary("Windows of maintenance, by id; filters: state, of");
        windows.MapGet("/{id}", (string id, HttpContext http, MaintenanceBook book) =>
            book.Find(id) is { } window ? http.Tagged(window.Declared, View(book, window), WireJson.Plain.MaintenanceView) : Answer.NotFound(Kind, id))
            .Returns<MaintenanceView>().WithSummary("A window of maintenance");
        windows.MapPut("/{id}", Put).TakesBody<MaintenanceDraft>().Returns<MaintenanceView>().WithSummary("Declare or replace a window of maintenance");
        windows.MapDelete("/{id}", async (string id, HttpContext http, MaintenanceBook book) =>
            http.TryTerms(WriteKind.Put, out var terms, out var problem)
                ? WriteAnswer.Deleted(await book.DeleteAsync(id, terms, http.RequestAborted), Kind, id)
                : problem).WithSummary("Remove a window of maintenance: uptime is then as if there had been none");
    }

    private static IResult List(HttpRequest request, MaintenanceBook book, Registrar registry)
    {
        if (!TryFilter(request, registry.Now, out var fits, out var problem) || !Paging.TryRead(request, "maintenance", out var paging, out problem))
            return problem;
        var state = request.Query["state"].ToString();
        var shown = book.All.Where(fits).Select(window => View(book, window)).Where(view => state.Length == 0 || view.State == state);
        return Results.Json(paging.Cut(shown, view => view.Id, view => view), WireJson.Plain.PageMaintenanceView);
    }

    /// <summary><c>?state=</c>, checked here, and <c>?of=</c>: a service's id, or a target's key.</summary>
    private static bool TryFilter(
        HttpRequest request, RegistrySnapshot now, [NotNullWhen(true)] out Func<MaintenanceSpec, bool>? fits, [NotNullWhen(false)] out IResult? problem)
    {
        (fits, problem) = (_ => true, null);
        if (request.Query["state"].ToString() is { Length: > 0 } state && !States.Contains(state))
            problem = Answer.BadQuery("state", $"found \"{state}\"; allowed: {string.Join(", ", States)}");
        else if (request.Query["of"].ToString() is not { Length: > 0 } of)
            return true;
        else if (now.Services.TryGetValue(of, out var service))
            fits = window => window.Of.Has(service);
        else if (now.Targets.TryGetValue(of, out var target))
            fits = window => window.Of.Has(target);
        else
            problem = Answer.BadQuery("of", $"found \"{of}\"; allowed: the id of a service, or project:target");
        return problem is null;
    }

    private static async Task<IResult> Put(string id, HttpContext http, MaintenanceBook book)
    {
        var (body, refusal) = await Body.ReadAsync(http);
        if (body is null)
            return refusal!.Answered;
        if (!http.TryTerms(WriteKind.Put, out var terms, out var problem))
            return problem;
        var written = await book.PutAsync(id, body, terms, http.RequestAborted);
        if (terms.DryRun && written.Done)
            return Results.Json(View(book, written.Value!), WireJson.Plain.MaintenanceView);
        var shown = new Shown<MaintenanceSpec, MaintenanceView>(
            Kind, window => window.Declared, window => View(book, window), WireJson.Plain.MaintenanceView, window => $"/api/maintenance/{window.Id}");
        return WriteAnswer.Answered(http, written, shown, id);
    }

    private static MaintenanceView View(MaintenanceBook book, MaintenanceSpec window)
    {
        var (state, now) = book.StandOf(window);
        var (of, recurs) = (window.Of, window.Recurs);
        return new(
            window.Id, window.Title, of.Projects.Count > 0 ? of.Projects : null, of.Services.Count > 0 ? of.Services : null, of.Labels.Count > 0 ? of.Labels : null,
            window.From, window.To, recurs?.Cron, recurs is null ? null : Durations.Format(recurs.Duration), recurs?.TimeZone, Word(state), now?.From, now?.To,
            window.Declared.Etag, window.Declared.CreatedAt, window.Declared.UpdatedAt);
    }

    private static string Word(MaintenanceState state) => state.ToString().ToLowerInvariant();
}
