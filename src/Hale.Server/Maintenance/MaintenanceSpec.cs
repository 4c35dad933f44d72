using System.Collections.ObjectModel;
using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Server.Maintenance;

/// <summary>A window in which what is watched is worked on: what it is of, and when.</summary>
internal sealed record MaintenanceSpec
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required MaintenanceScope Of { get; init; }

    /// <summary>When it begins; of one that comes round: no time of it begins before.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ends, which is not in it any more; null for one that comes round for ever.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How it comes round; null for one that comes once.</summary>
    public Recurrence? Recurs { get; init; }

    public required Declaration Declared { get; init; }
}

/// <summary>How a window comes round.</summary>
/// <param name="Cron">As it was given.</param>
/// <param name="TimeZone">The IANA name of the time zone in which that is read.</param>
/// <param name="Duration">How long each time lasts, as clocks run that nobody sets.</param>
/// <param name="AYear">How often it comes round in its first year.</param>
internal sealed record Recurrence(string Cron, string TimeZone, TimeSpan Duration, CronSchedule Schedule, int AYear);

/// <summary>What a window is of: everything that any of these names; everything where all are empty.</summary>
/// <param name="Projects">Ids of projects: all their services and targets.</param>
/// <param name="Services">Ids of services, and keys of targets, <c>project:target</c>.</param>
/// <param name="Labels">Services that have all of these; none where it is empty.</param>
internal sealed record MaintenanceScope(IReadOnlyList<string> Projects, IReadOnlyList<string> Services, IReadOnlyDictionary<string, string> Labels)
{
    public static readonly MaintenanceScope Everything = new([], [], ReadOnlyDictionary<string, string>.Empty);

    /// <summary>A text that those have in common, and only those, that are of the same.</summary>
    public string Key { get; } = string.Concat(
        ((IEnumerable<string>)[.. Projects, "|", .. Services, "|", .. Labels.SelectMany(label => (string[])[label.Key, label.Value])]).Select(each => $"{each.Length}:{each}"));

    public bool IsEverything => Projects.Count + Services.Count + Labels.Count == 0;

    public bool Has(ServiceSpec service) => IsEverything || Projects.Contains(service.Project) || Services.Contains(service.Id) || Fits(service.Labels);

    /// <summary>A target has no labels.</summary>
    public bool Has(TargetSpec target) => IsEverything || Projects.Contains(target.Project) || Services.Contains(target.Key);

    /// <summary>Whether it names these labels, all of them.</summary>
    public bool Fits(IReadOnlyDictionary<string, string> labels) =>
        Labels.Count > 0 && Labels.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);
}

/// <summary>A time of maintenance; its end is not in it.</summary>
internal readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To);

/// <summary>Whether a window is open.</summary>
internal enum MaintenanceState
{
    Active,
    Planned,
    Over,
}

/// <summary>How a window stands at a moment.</summary>
/// <param name="Now">The time that it is open, or will be next; null when it is over.</param>
internal readonly record struct MaintenanceStand(MaintenanceState State, Stretch? Now);
