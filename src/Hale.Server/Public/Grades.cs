using Hale.Monitoring.Health;

namespace Hale.Server.Public;

/// <summary>Which colour a figure gets. Pure.</summary>
internal static class Grades
{
    public static Tint Of(Status status) => status switch
    {
        Status.Up => Tint.Good,
        Status.Degraded => Tint.Poor,
        Status.Down => Tint.Bad,
        _ => Tint.None,
    };

    public static Tint OfUptime(double? percent) => percent switch
    {
        null => Tint.None,
        >= 99.9 => Tint.Good,
        >= 99 => Tint.Fair,
        >= 95 => Tint.Poor,
        _ => Tint.Bad,
    };

    /// <param name="limit">Above it the service counts as slow.</param>
    public static Tint OfLatency(double? milliseconds, TimeSpan limit) => (milliseconds / limit.TotalMilliseconds) switch
    {
        null => Tint.None,
        <= 0.5 => Tint.Good,
        <= 1 => Tint.Fair,
        <= 3 => Tint.Poor,
        _ => Tint.Bad,
    };
}
