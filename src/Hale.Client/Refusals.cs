using System.Net;
using System.Text.Json;

namespace Hale.Client;

/// <summary>Turns an answer that is no success into the exception that says so.</summary>
internal static class Refusals
{
    public static async Task CheckAsync(HttpResponseMessage answer, (string Kind, string Id)? what, CancellationToken cancel)
    {
        if (answer.IsSuccessStatusCode)
            return;
        var problem = await ReadAsync(answer, cancel);
        var message = problem.Detail ?? problem.Title ?? $"HTTP {problem.Status}";
        throw answer.StatusCode switch
        {
            // Without a problem document somebody else answered: another program on that port, or a proxy.
            HttpStatusCode.NotFound when what is var (kind, id) && problem.Title is not null => new HaleNotFoundException(kind, id, problem),
            HttpStatusCode.NotFound when problem.Title is null =>
                new HaleException($"{answer.RequestMessage?.RequestUri} does not exist there: is this a Hale hub?", problem),
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => new HaleConflictException(message, problem),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new HaleInvalidException(message, problem),
            _ => new HaleException(message, problem),
        };
    }

    private static async Task<ProblemView> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var status = (int)answer.StatusCode;
        if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json")
            try
            {
                var text = await answer.Content.ReadAsByteArrayAsync(cancel);
                if (JsonSerializer.Deserialize(text, WireJson.Default.ProblemView) is { } problem)
                    return problem with { Status = status };
            }
            catch (JsonException)
            {
                // A broken problem document says no more than its status.
            }

        return new(null, null, status, null, null, null);
    }
}
