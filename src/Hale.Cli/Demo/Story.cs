using System.Globalization;

namespace Hale.Cli.Demo;

/// <summary>What happens in the demo, as functions of the time since its start: pure, so that a seed tells the same story again.</summary>
internal static class Story
{
    /// <summary>When the database fails for the first time: late enough to be seen well before, and it recovers in the first minute.</summary>
    public static readonly TimeSpan FirstOutage = TimeSpan.FromSeconds(14);

    public static readonly TimeSpan Outage = TimeSpan.FromSeconds(40);

    public static readonly TimeSpan BetweenOutages = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Flap = TimeSpan.FromSeconds(24);

    /// <summary>Whether the database, on which the shop stands, is away: 40 s every 3 minutes.</summary>
    public static bool DatabaseAway(TimeSpan at) => at >= FirstOutage && Within(at - FirstOutage, BetweenOutages) < Outage;

    /// <summary>Whether the flapping service is in one of its bad moments: 9 s of every 24.</summary>
    public static bool Flapping(TimeSpan at) => Within(at, Flap) >= TimeSpan.FromSeconds(15);

    /// <summary>An answer of a service that is well.</summary>
    /// <param name="chance">From 0 to 1; makes it take between 2 and 30 ms, mostly little.</param>
    public static Reply Well(TimeSpan at, double chance) => new Reply.Text(200, Body("healthy", at), TimeSpan.FromMilliseconds(2 + (28 * chance * chance)));

    /// <summary>What a service says of itself.</summary>
    public static string Body(string status, TimeSpan at) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"status":"{{status}}","version":"2.14.0","uptime":{{(long)at.TotalSeconds + 86_400}}}""");

    private static TimeSpan Within(TimeSpan at, TimeSpan period) => TimeSpan.FromTicks(at.Ticks % period.Ticks);
}
