using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Hale.Client;
using Hale.Monitoring.Checks;
using Hale.Server.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hale.Server.Api;

/// <summary>What every route needs of a request and for its description.</summary>
internal static class Http
{
    /// <summary>The <c>If-Match</c> header; null without one.</summary>
    private static string? IfMatch(this HttpContext http) => http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null;

    private const string DryRun = "dry_run";
    private const string Report = "report";

    /// <summary>The terms that a request sets for its write: <c>If-Match</c>, and <c>?dry_run=true</c> or <c>report</c>; or why they can't be read.</summary>
    public static bool TryTerms(this HttpContext http, WriteKind kind, out Terms terms, [NotNullWhen(false)] out IResult? problem)
    {
        var asked = http.Request.Query[DryRun].ToString();
        terms = new(kind, http.IfMatch(), DryRun: asked is "true" or Report);
        problem = asked is "" or "true" or "false" or Report ? null : Answer.BadQuery(DryRun, $"found \"{asked}\"; allowed: true, false, {Report}");
        return problem is null;
    }

    /// <summary>A parameter that is true or false; or why it can't be read.</summary>
    public static bool TryFlag(this HttpContext http, string name, bool otherwise, out bool value, [NotNullWhen(false)] out IResult? problem)
    {
        (value, problem) = (otherwise, null);
        if (!http.Request.Query.TryGetValue(name, out var given) || (given.ToString() is "true" or "false" && bool.TryParse(given, out value)))
            return true;
        problem = Answer.BadQuery(name, $"found \"{given}\"; allowed: true, false");
        return false;
    }

    /// <summary>
    /// Of writes: who asks for a report of a dry run is told what would be refused as what it is, an answer. A browser counts any other status than a good one
    /// as a fault of the page, and a form asks as somebody types.
    /// </summary>
    public static RouteGroupBuilder ReportsDryRuns(this RouteGroupBuilder routes) => routes.AddEndpointFilter(async (context, next) =>
        await next(context) is var answer && answer is JsonHttpResult<ProblemView> { Value: { } problem } && context.HttpContext.Request.Query[DryRun] == Report
            ? Results.Json(problem, WireJson.Plain.ProblemView, Answer.ProblemType)
            : answer);

    /// <summary>Shows definitions as they were given.</summary>
    public static Definer Definer(this HttpContext http) =>
        new(http.RequestServices.GetRequiredService<Registrar>().Now, http.RequestServices.GetRequiredService<CheckCatalog>());

    /// <summary>Answers a definition with its etag.</summary>
    public static IResult Tagged<T>(this HttpContext http, Declaration declared, T view, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ETag = $"\"{declared.Etag}\"";
        return Results.Json(view, type, statusCode: status);
    }

    public static RouteHandlerBuilder Returns<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status);

    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>("application/json");
}
