using System.Text.Json.Serialization.Metadata;
using Hale.Client;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>What came of a write, as HTTP says it.</summary>
internal static class WriteAnswer
{
    public static WriteKind Kind(string? id) => id is null ? WriteKind.Post : WriteKind.Put;

    public static IResult Deleted<T>(Written<T> written, string kind, string id)
        where T : class => written.Outcome == WriteOutcome.Deleted ? Results.NoContent() : Refused(written, kind, id);

    /// <summary>Answers what a dry run would have written, or why it would have been refused.</summary>
    public static IResult Rehearsed<T>(Written<T> written, Func<T, DefinitionView> definition, string kind, string id)
        where T : class
    {
        if (!written.Done || written.Value is not { } value)
            return Refused(written, kind, id);
        var outcome = written.Outcome.ToString().ToLowerInvariant();
        return Results.Json(definition(value) with { Outcome = outcome }, WireJson.Plain.DefinitionView);
    }

    /// <summary>Answers the definition as it holds now, 201 with its place when it is new.</summary>
    public static IResult Answered<T, TView>(HttpContext http, Written<T> written, Shown<T, TView> shown, string? id)
        where T : class
    {
        if (!written.Done || written.Value is not { } value)
            return Refused(written, shown.Kind, id ?? "");
        if (written.Outcome != WriteOutcome.Created)
            return http.Tagged(shown.Declared(value), shown.View(value), shown.Type);
        http.Response.Headers.Location = shown.Place(value);
        return http.Tagged(shown.Declared(value), shown.View(value), shown.Type, StatusCodes.Status201Created);
    }

    /// <summary>The status and sentence of a refusal.</summary>
    public static (int Status, string Error) Error<T>(Written<T> written, string kind, string id)
        where T : class => written.Outcome switch
        {
            WriteOutcome.NotFound => (StatusCodes.Status404NotFound, written.Detail ?? $"There is no {kind} '{id}'."),
            WriteOutcome.Conflict => (StatusCodes.Status409Conflict, written.Detail ?? $"The {kind} '{id}' is in the way."),
            WriteOutcome.PreconditionFailed => (StatusCodes.Status412PreconditionFailed, written.Detail ?? $"The {kind} '{id}' changed since it was read."),
            _ => (written.Unprocessable ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status400BadRequest,
                string.Join("; ", written.Problems.Select(problem => problem.Path.Length == 0 ? problem.Message : $"{problem.Path}: {problem.Message}"))),
        };

    private static IResult Refused<T>(Written<T> written, string kind, string id)
        where T : class
    {
        if (written.Outcome == WriteOutcome.Invalid)
            return Answer.Invalid(written.Problems);
        var (status, error) = Error(written, kind, id);
        return Answer.Problem(status, error);
    }
}

/// <summary>How a kind of definition is shown.</summary>
/// <param name="Kind">Its word: service, project, target.</param>
internal sealed record Shown<T, TView>(
    string Kind, Func<T, Declaration> Declared, Func<T, TView> View, JsonTypeInfo<TView> Type, Func<T, string> Place);
