namespace Hale.Monitoring.Checks.Http;

/// <summary>An HTTP answer as it came in, whatever carried it.</summary>
/// <param name="Headers">By name, ignoring case; several of a name joined by commas.</param>
/// <param name="Body">The first megabyte at most.</param>
/// <param name="Cut">Whether the body went on.</param>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, bool Cut = false)
{
    /// <summary>The most that is read of a body, in bytes.</summary>
    public const int MostBody = 1 << 20;

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
