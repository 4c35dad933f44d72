using Hale.Monitoring.Specs;

namespace Hale.Server.Api;

/// <summary>Reads a request's body as a description, so that the rules of the file hold for requests too.</summary>
internal static class Body
{
    private const int Most = 1 << 20;

    /// <summary>The body, or the problem to answer with.</summary>
    /// <param name="emptyIsMapping">Whether no body at all stands for an empty mapping.</param>
    public static async Task<(Node? Body, IResult? Problem)> ReadAsync(HttpContext http, bool emptyIsMapping = false)
    {
        if (http.Request.ContentLength > Most)
            return (null, Answer.Problem(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {Most} bytes."));
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > Most)
                return (null, Answer.Problem(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {Most} bytes."));
            buffer.Write(chunk, 0, read);
        }

        if (buffer.Length == 0 && emptyIsMapping)
            return (new MapNode([]), null);
        var problems = new Problems();
        var node = JsonNodes.Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), problems);
        return node is null || !problems.None ? (null, Answer.Invalid(problems.All)) : (node, null);
    }
}
