namespace Hale.Monitoring.Checks.Http;

/// <summary>An HTTP answer as it came in, whatever carried it.</summary>
/// <param name="Body">The first megabyte at most.</param>
/// <param name="Cut">Whether the body went on.</param>
internal sealed record Answer(int Status, IHeaders Headers, ReadOnlyMemory<byte> Body, bool Cut = false)
{
    /// <summary>The most that is read of a body, in bytes.</summary>
    public const int MostBody = 1 << 20;

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.Find(name);
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
