using System.Diagnostics.CodeAnalysis;
using Hale.Client;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Server.Access;
using Hale.Server.Live;
using Hale.Server.Probing;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>What somebody needs who is about to declare something: the defaults it would take, and one check of it.</summary>
internal static class DraftRoutes
{
    /// <summary>As for a probe: sending the hub to an address of one's own takes more than reading.</summary>
    public static void MapDrafts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/defaults", Defaults).WithTags("drafts").Returns<DefaultsView>().WithSummary("Settings that hold where none are given, and whose they are");
        routes.MapPost("/api/check", Check).WithTags("drafts").WithMetadata(new NeedsRole(Role.Operator)).TakesBody<ServiceView>().Returns<TrialView>()
            .WithSummary("Ask once as a service or target would be asked that is not kept");
    }

    private static IResult Defaults(HttpRequest request, Registrar registry, CheckCatalog checks)
    {
        if (!TryColumn(request, out var column, out var problem))
            return problem;
        // A kind that waits to be called needs no address, so that its type alone is a description.
        var passive = request.Query["type"].ToString() is { Length: > 0 } type
            && checks.Read(new MapNode([new("type", new ScalarNode(ScalarKind.Text, type))]), "", column, null, new()) is { Options.IsPassive: true };
        var inherited = Inherited.Of(registry.Now, request.Query["project"].ToString(), column, passive);
        return Results.Json(new DefaultsView(Views.Inherited(inherited)), WireJson.Plain.DefaultsView);
    }

    private static async Task<IResult> Check(HttpContext http, Registrar registry, Prober prober)
    {
        if (!TryColumn(http.Request, out var column, out var problem))
            return problem;
        var (body, refusal) = await Body.ReadAsync(http);
        if (body is null)
            return refusal!.Answered;
        var problems = new Problems();
        var trial = column == Column.Target ? registry.TryTarget(body, problems) : registry.TryService(body, problems);
        if (trial is null)
            return Answer.Invalid(problems.All);
        if (trial.Check.Options.IsPassive)
            return Answer.Conflict("This can't be tried: it is the service that calls.");
        if (await prober.AskAsync(new(null, trial.Check), trial.Timing.Timeout, http.RequestAborted) is not { } probed)
            return Answer.Problem(StatusCodes.Status503ServiceUnavailable, $"{Prober.Most} probes are under way, which is the most at once; try again.");
        return Results.Json(Views.Trial(probed.Seen, trial.Timing.Patience), WireJson.Plain.TrialView);
    }

    private static bool TryColumn(HttpRequest request, out Column column, [NotNullWhen(false)] out IResult? problem)
    {
        var asked = request.Query["for"].ToString();
        column = asked == "target" ? Column.Target : Column.Service;
        problem = asked is "" or "service" or "target" ? null : Answer.BadQuery("for", $"found \"{asked}\"; allowed: service, target");
        return problem is null;
    }
}
