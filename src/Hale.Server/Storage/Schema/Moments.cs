namespace Hale.Server.Storage.Schema;

/// <summary>Times as they stand in the databases: milliseconds since 1970 in UTC.</summary>
internal static class Moments
{
    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset Read(long kept) => DateTimeOffset.FromUnixTimeMilliseconds(kept);

    /// <summary>The bound of a question: kept times are whole, so at ≥ from holds for the same ones as at ≥ from rounded up, and at &lt; to likewise.</summary>
    public static long Bound(DateTimeOffset time) => Of(time) is var whole && Read(whole) < time ? whole + 1 : whole;

    /// <summary>The moment a day of UTC begins.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>A day as it stands in <c>meta</c>.</summary>
    public static string Of(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A day that stands in <c>meta</c>.</summary>
    public static DateOnly ReadDay(string kept) => DateOnly.ParseExact(kept, "O", System.Globalization.CultureInfo.InvariantCulture);
}
