namespace Hale.Server.History.Keeping;

/// <summary>Of which version a target says that it is.</summary>
internal static class Versions
{
    /// <summary>The longest that is kept, in characters; what is longer is no version.</summary>
    public const int Longest = 100;

    /// <summary>The version that is told; null for none.</summary>
    /// <param name="details">What a check read of its target; null for nothing.</param>
    public static string? Of(IReadOnlyDictionary<string, object?>? details) =>
        details is not null && details.TryGetValue("version", out var told) && told is string { Length: > 0 and <= Longest } version ? version : null;
}
