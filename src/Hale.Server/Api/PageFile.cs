using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Hale.Server.Api;

/// <summary>A file of the dashboard as it is sent: whole from memory, packed as it was when the page was built, and not at all when the browser has it.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Type">The media type.</param>
/// <param name="Hashed">Whether the name holds a hash of the content, so that it may be kept for ever.</param>
internal sealed record PageFile(byte[] Content, string Type, bool Hashed)
{
    private readonly string _etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}\"";

    /// <summary>The bytes in each coding that they were packed in, the smallest first; none for what was packed before.</summary>
    public IReadOnlyList<(string Coding, byte[] Content)> Packed { get; init; } = [];

    /// <summary>Answers with the file.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = _etag;
        response.Headers.CacheControl = Hashed ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (request.Headers.IfNoneMatch.Any(known => known is not null && known.Contains(_etag, StringComparison.Ordinal)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (coding, content) = Choose(request);
        if (coding is not null)
            response.Headers.ContentEncoding = coding;
        response.ContentType = Type.StartsWith("text/", StringComparison.Ordinal) ? $"{Type}; charset=utf-8" : Type;
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(content, context.RequestAborted);
    }

    private (string? Coding, byte[] Content) Choose(HttpRequest request)
    {
        if (Packed.Count == 0)
            return (null, Content);
        // One with a quality of nought is refused (RFC 9110, section 12.5.3).
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (coding, content) in Packed)
            if (accepted.Any(each => each.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && each.Quality is not 0))
                return (coding, content);
        return (null, Content);
    }
}
