using Hale.Server.History;

namespace Hale.Server.Public.Pages;

/// <summary>How a day was.</summary>
internal enum Level
{
    /// <summary>Nothing is known of it.</summary>
    None,

    /// <summary>All that is known of it is maintenance.</summary>
    Maintenance,
    Up,
    Degraded,

    /// <summary>Down for a part of it.</summary>
    Partial,

    /// <summary>Down for more than a twentieth of it.</summary>
    Down,
}

/// <summary>A day of a service, or days in a row that were the same.</summary>
internal sealed record Bar(DateTimeOffset First, int Days, Level Level, double? Percent, TimeSpan Down, TimeSpan Degraded, TimeSpan Maintenance)
{
    private const double Mostly = 95;

    /// <summary>One bar a day.</summary>
    /// <param name="first">The first day's beginning.</param>
    public static IEnumerable<Bar> Of(IReadOnlyList<Uptime> days, DateTimeOffset first) => days.Select((day, i) =>
        new Bar(first.AddDays(i), 1, LevelOf(day), day.Percent, day.Down, day.Degraded, day.Maintenance));

    /// <summary>Days in a row that were the same become one, so that a page of thousands of services can still be sent.</summary>
    public static IEnumerable<Bar> Merge(IEnumerable<Bar> bars)
    {
        var (last, days) = ((Bar?)null, 0);
        foreach (var bar in bars)
        {
            if (last is not null && !last.IsLike(bar))
            {
                yield return last with { Days = days };
                (last, days) = (bar, 0);
            }

            last ??= bar;
            days += bar.Days;
        }

        if (last is not null)
            yield return last with { Days = days };
    }

    /// <summary>The bar in words: day, percent, and what was not well.</summary>
    public string Text()
    {
        var day = Days == 1 ? Shown.Day(First) : $"{Shown.Day(First)} to {Shown.Day(First.AddDays(Days - 1))}";
        var down = Down > TimeSpan.Zero ? $", down {Words.Span(Down)}" : "";
        var degraded = Degraded > TimeSpan.Zero ? $", degraded {Words.Span(Degraded)}" : "";
        return Level == Level.Maintenance
            ? $"{day}: maintenance {Words.Span(Maintenance)}"
            : $"{day}: {Shown.Percent(Percent)}{down}{degraded}{(Maintenance > TimeSpan.Zero ? $", maintenance {Words.Span(Maintenance)}" : "")}";
    }

    private bool IsLike(Bar next) => Level == next.Level && Percent.Equals(next.Percent) && Down == next.Down && Degraded == next.Degraded && Maintenance == next.Maintenance;

    private static Level LevelOf(Uptime day) => day switch
    {
        { Percent: null, Maintenance.Ticks: > 0 } => Level.Maintenance,
        { Percent: null } => Level.None,
        { Percent: < Mostly } => Level.Down,
        { Down.Ticks: > 0 } => Level.Partial,
        { Degraded.Ticks: > 0 } => Level.Degraded,
        _ => Level.Up,
    };
}
