namespace Hale.Server.Series;

/// <summary>What a series was at a moment.</summary>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Value">Kept bit for bit, whatever it is.</param>
internal readonly record struct Measure(long At, double Value)
{
    /// <summary>When, as the API has it.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(At);
}
