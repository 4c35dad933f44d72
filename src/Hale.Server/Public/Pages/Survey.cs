using Hale.Server.History;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Public.Pages;

/// <summary>Gathers what a status page tells.</summary>
internal sealed class Survey(Registrar registry, Board board, History.History history, TimeProvider time)
{
    private const int Days = 90;
    private const int IncidentDays = 14;
    private const int MostIncidents = 100;

    // With more services than these a bar for each day of each would be too much for a phone.
    private const int MostInDays = 100;

    public async Task<PageModel> MakeAsync(StatusPageSpec page)
    {
        var (now, declared) = (time.GetUtcNow(), registry.Now);
        var services = declared.ServicesOf(page).ToArray();
        var pasts = await history.PastAsync([.. services.Select(service => (service.Id, service.Declared.CreatedAt))], Days, now, CancellationToken.None);
        var projects = services.Select(service => service.Project).Distinct().ToArray();
        var since = now.AddDays(-IncidentDays);
        var (lines, incidents) = (new List<(string Project, Line Line)>(services.Length), new List<Incident>());
        foreach (var (service, past) in services.Zip(pasts))
        {
            lines.Add((service.Project, LineOf(service, past, now, services.Length > MostInDays)));
            var name = projects.Length > 1 ? $"{NameOf(service.Project)} / {service.Name}" : service.Name;
            incidents.AddRange(Incident.Of(service.Id, name, past.Changes, since));
        }

        var newest = incidents.OrderByDescending(incident => incident.From).ThenBy(incident => incident.Service, StringComparer.Ordinal).Take(MostIncidents).ToArray();
        var groups = projects.Select(project => new Group(NameOf(project), [.. lines.Where(each => each.Project == project).Select(each => each.Line)]));
        return new(page, [.. groups], newest, incidents.Count - newest.Length, Days, now);

        string NameOf(string project) => declared.Projects.GetValueOrDefault(project)?.Name ?? project;
    }

    private Line LineOf(ServiceSpec service, Past past, DateTimeOffset now, bool merged)
    {
        var bars = Bar.Of(past.Days, new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1 - Days));
        return new(service.Name, board.StatusOf(service.Id), service.Paused, Uptime.Sum(past.Days).Percent, [.. merged ? Bar.Merge(bars) : bars]);
    }
}
