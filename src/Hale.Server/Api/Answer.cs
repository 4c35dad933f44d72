using System.Diagnostics;
using Hale.Client;
using Hale.Monitoring.Specs;
using Microsoft.AspNetCore.WebUtilities;

namespace Hale.Server.Api;

/// <summary>Problem documents (RFC 9457), one way for every error.</summary>
internal static class Answer
{
    public const string ProblemType = "application/problem+json";

    public static IResult NotFound(string kind, string id) => Problem(StatusCodes.Status404NotFound, $"There is no {kind} '{id}'.");

    public static IResult Conflict(string detail) => Problem(StatusCodes.Status409Conflict, detail);

    public static IResult Invalid(IReadOnlyList<Problem> problems)
    {
        var status = problems.All(problem => problem.Conflict) ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status400BadRequest;
        var errors = problems.GroupBy(problem => problem.Path).ToDictionary(
            group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(problem => problem.Message)]);
        var first = problems[0];
        var detail = first.Path.Length == 0 ? first.Message : $"{first.Path}: {first.Message}";
        return Problem(status, problems.Count == 1 ? detail : $"{detail} (and {problems.Count - 1} more)", errors);
    }

    public static IResult BadQuery(string parameter, string message) => Invalid([new(parameter, message)]);

    public static IResult Problem(int status, string detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null) =>
        Results.Json(Document(status, detail, errors), WireJson.Plain.ProblemView, ProblemType, status);

    public static ProblemView Document(int status, string detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null) =>
        new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, Activity.Current?.TraceId.ToHexString(), errors);

    /// <summary>Writes a problem where there is no result to return: in middleware.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(Document(status, detail), WireJson.Plain.ProblemView, ProblemType, context.RequestAborted);
    }
}
