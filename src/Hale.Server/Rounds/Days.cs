namespace Hale.Server.Rounds;

/// <summary>Days of UTC.</summary>
internal static class Days
{
    // What a clock that is set right brings late is taken along.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(2);

    /// <summary>The moment a day begins.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The day a moment belongs to.</summary>
    public static DateOnly Of(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>The last day that has been over for long enough to be summed up.</summary>
    public static DateOnly LastOver(DateTimeOffset now) => Of(now - Settled).AddDays(-1);
}
