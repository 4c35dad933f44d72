using System.Globalization;

namespace Hale.Monitoring.Checks.Http;

/// <summary>An HTTP answer as it came in, whatever carried it.</summary>
/// <param name="Body">The first megabyte at most.</param>
/// <param name="Cut">Whether the body went on.</param>
internal sealed record Answer(int Status, IHeaders Headers, ReadOnlyMemory<byte> Body, bool Cut = false)
{
    /// <summary>The most that is read of a body, in bytes.</summary>
    public const int MostBody = 1 << 20;

    /// <summary>The version of HTTP that carried it.</summary>
    public Version Version { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>Whether it came over TLS.</summary>
    public bool Secure { get; init; }

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.Find(name);

    /// <summary>What it tells beside its text, for one who asks once.</summary>
    public HttpFacts Facts(int redirects) => new(
        Version,
        Secure,
        redirects,
        long.TryParse(Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null,
        Body.Length,
        DateTimeOffset.TryParseExact(Header("Last-Modified"), "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var modified) ? modified : null);
}

/// <summary>An answer's headers.</summary>
internal interface IHeaders
{
    /// <summary>A header by its name, ignoring case; several of a name joined by commas. Null when there is none.</summary>
    string? Find(string name);
}

/// <summary>Headers that were read into a table.</summary>
internal sealed class NamedHeaders(IReadOnlyDictionary<string, string> byName) : IHeaders
{
    public string? Find(string name) => byName.GetValueOrDefault(name);
}
