namespace Hale.Server.Series;

/// <summary>A series thinned to steps of equal length, counted from <paramref name="From"/>. Steps without a value are left out.</summary>
internal sealed record Steps(DateTimeOffset From, DateTimeOffset To, TimeSpan Length, IReadOnlyList<Step> Items);

/// <summary>What the values of one step come to; those that are no number (NaN) are left out.</summary>
/// <param name="At">Its beginning.</param>
internal readonly record struct Step(DateTimeOffset At, long Count, double Min, double Avg, double Max);
