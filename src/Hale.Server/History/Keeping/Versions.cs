using System.Collections.Concurrent;

namespace Hale.Server.History.Keeping;

/// <summary>Of which version each key said last that it is.</summary>
internal sealed class Versions
{
    /// <summary>The longest that is kept, in characters; what is longer is no version.</summary>
    public const int Longest = 100;

    private readonly ConcurrentDictionary<string, string> _last = new(StringComparer.Ordinal);

    /// <summary>Takes up what was said before.</summary>
    public void Know(string key, string version) => _last[key] = version;

    public void Forget(string key) => _last.TryRemove(key, out _);

    /// <summary>The version that is told here, where it is another than before; else null.</summary>
    /// <param name="details">What a check read of its target; null for nothing.</param>
    public string? Changed(string key, IReadOnlyDictionary<string, object?>? details)
    {
        if (details is null || !details.TryGetValue("version", out var told) || told is not string { Length: > 0 and <= Longest } version)
            return null;
        if (_last.TryGetValue(key, out var last) && last == version)
            return null;
        _last[key] = version;
        return version;
    }
}
