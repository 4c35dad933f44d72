using Hale.Monitoring.Specs;

namespace Hale.Server.Api;

/// <summary>Reads a request's body as a description, so that the rules of the file hold for requests too.</summary>
internal static class Body
{
    private const int Most = 1 << 20;

    private static readonly Refusal TooLarge = new(StatusCodes.Status413PayloadTooLarge, [new("", $"the body is larger than {Most} bytes")]);

    /// <summary>The body, or why it can't be read.</summary>
    /// <param name="emptyIsMapping">Whether no body at all stands for an empty mapping.</param>
    public static async Task<(Node? Body, Refusal? Refusal)> ReadAsync(HttpContext http, bool emptyIsMapping = false)
    {
        if (http.Request.ContentLength > Most)
            return (null, TooLarge);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > Most)
                return (null, TooLarge);
            buffer.Write(chunk, 0, read);
        }

        if (buffer.Length == 0 && emptyIsMapping)
            return (new MapNode([]), null);
        var problems = new Problems();
        var node = JsonNodes.Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), problems);
        return node is null || !problems.None ? (null, new(StatusCodes.Status400BadRequest, problems.All)) : (node, null);
    }
}

/// <summary>Why a body can't be read.</summary>
internal sealed record Refusal(int Status, IReadOnlyList<Problem> Problems)
{
    public string Message => string.Join("; ", Problems.Select(problem => problem.Message));

    public IResult Answered => Status == StatusCodes.Status400BadRequest ? Answer.Invalid(Problems) : Answer.Problem(Status, Message);
}
