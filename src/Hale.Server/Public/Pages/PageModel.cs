using Hale.Monitoring.Health;
using Hale.Server.Registry;

namespace Hale.Server.Public.Pages;

/// <summary>Everything a status page tells, at one moment.</summary>
/// <param name="Incidents">The newest first.</param>
/// <param name="MoreIncidents">How many older ones are left out.</param>
internal sealed record PageModel(
    StatusPageSpec Page, IReadOnlyList<Group> Groups, IReadOnlyList<Incident> Incidents, int MoreIncidents, int Days, DateTimeOffset At)
{
    private IEnumerable<Line> Lines => Groups.SelectMany(group => group.Lines);

    /// <summary>The worst status of those that are known.</summary>
    public Status Overall() => Lines.Select(line => line.Status).DefaultIfEmpty(Status.Unknown).Max();

    /// <summary>How it stands, in one sentence.</summary>
    public string Sentence()
    {
        var (all, down, degraded) = (Lines.Count(), Count(Status.Down), Count(Status.Degraded));
        var known = all - Count(Status.Unknown);
        return (down, degraded) switch
        {
            _ when all == 0 => "Nothing is on this page yet.",
            _ when known == 0 => "Nothing is known at the moment.",
            (0, 0) => known < all ? "All services of which something is known are up." : all == 1 ? "The service is up." : "All services are up.",
            (0, _) => $"{Of(degraded)} degraded.",
            (_, 0) => $"{Of(down)} down.",
            _ => $"{Of(down)} down, {degraded} {(degraded == 1 ? "is" : "are")} degraded.",
        };

        string Of(int some) => $"{some} of {all} {(all == 1 ? "service" : "services")} {(some == 1 ? "is" : "are")}";
    }

    private int Count(Status status) => Lines.Count(line => line.Status == status);
}

/// <summary>A project's services on the page.</summary>
internal sealed record Group(string Name, IReadOnlyList<Line> Lines);

/// <summary>A service on the page.</summary>
/// <param name="Percent">Its uptime of all the days; null when nothing is known.</param>
internal sealed record Line(string Name, Status Status, bool Paused, double? Percent, IReadOnlyList<Bar> Bars);
