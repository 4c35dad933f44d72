using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hale.Server.Api;

/// <summary>A file of the dashboard as it is sent: whole from memory, compressed where that helps, and not at all when the browser has it.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Type">The media type.</param>
/// <param name="Hashed">Whether the name holds a hash of the content, so that it may be kept for ever.</param>
internal sealed record PageFile(byte[] Content, string Type, bool Hashed)
{
    private readonly string _etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}\"";
    private readonly Lazy<byte[]?> _packed = new(() => Pack(Content, Type));

    /// <summary>Answers with the file.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = _etag;
        response.Headers.CacheControl = Hashed ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        if (request.Headers.IfNoneMatch.Any(known => known is not null && known.Contains(_etag, StringComparison.Ordinal)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var packed = TakesGzip(request.Headers.AcceptEncoding) ? _packed.Value : null;
        if (packed is not null)
            response.Headers.ContentEncoding = "gzip";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        response.ContentType = Type.StartsWith("text/", StringComparison.Ordinal) ? $"{Type}; charset=utf-8" : Type;
        response.ContentLength = (packed ?? Content).Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(packed ?? Content, context.RequestAborted);
    }

    private static bool TakesGzip(StringValues accepted) =>
        accepted.Any(value => value is not null && value.Contains("gzip", StringComparison.OrdinalIgnoreCase));

    // Fonts and pictures are compressed already.
    private static byte[]? Pack(byte[] content, string type)
    {
        if (!type.StartsWith("text/", StringComparison.Ordinal) && !type.Contains("javascript", StringComparison.Ordinal) && type != "image/svg+xml")
            return null;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }
}
