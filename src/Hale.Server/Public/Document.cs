using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Hale.Server.Public;

/// <summary>Something ready to be sent, with what a cache needs to know of it.</summary>
internal sealed class Document
{
    private const int WorthPacking = 1024;

    private readonly Lazy<byte[]?> _packed;

    private Document(string type, byte[] content)
    {
        (Type, Content) = (type, content);
        Etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
        _packed = new(() => content.Length < WorthPacking ? null : Pack(content));
    }

    public string Type { get; }

    public byte[] Content { get; }

    /// <summary>The content by gzip; null where that is not worth it.</summary>
    public byte[]? Packed => _packed.Value;

    /// <summary>Changes with the content, in quotes.</summary>
    public string Etag { get; }

    public static Document Html(string text) => Of("text/html; charset=utf-8", text);

    public static Document Svg(string text) => Of("image/svg+xml; charset=utf-8", text);

    public static Document Json(string text) => Of("application/json", text);

    public static Document Atom(string text) => Of("application/atom+xml; charset=utf-8", text);

    public static Document Rss(string text) => Of("application/rss+xml; charset=utf-8", text);

    public static Document Css(string text) => Of("text/css; charset=utf-8", text);

    private static Document Of(string type, string text) => new(type, Encoding.UTF8.GetBytes(text));

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }
}
