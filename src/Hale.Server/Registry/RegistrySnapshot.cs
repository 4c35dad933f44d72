using System.Collections.Immutable;
using Hale.Monitoring.Checks;

namespace Hale.Server.Registry;

/// <summary>Everything declared, at one moment; swapped whole.</summary>
/// <param name="Services">By id.</param>
/// <param name="Targets">By key, <c>project:target</c>.</param>
internal sealed record RegistrySnapshot(
    ImmutableSortedDictionary<string, ProjectSpec> Projects,
    ImmutableSortedDictionary<string, ServiceSpec> Services,
    ImmutableSortedDictionary<string, TargetSpec> Targets)
{
    public static readonly RegistrySnapshot Empty = new(
        ImmutableSortedDictionary.Create<string, ProjectSpec>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, ServiceSpec>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, TargetSpec>(StringComparer.Ordinal));

    /// <summary>The hub's defaults for services.</summary>
    public CheckSettings Defaults { get; init; } = CheckSettings.None;

    /// <summary>The hub's defaults for targets.</summary>
    public CheckSettings TargetDefaults { get; init; } = CheckSettings.None;

    /// <summary>The pages for the public, by id.</summary>
    public ImmutableSortedDictionary<string, StatusPageSpec> StatusPages { get; init; } =
        ImmutableSortedDictionary.Create<string, StatusPageSpec>(StringComparer.Ordinal);

    /// <summary>Who belongs to and depends on whom.</summary>
    public RegistryIndex Index { get; init; } = RegistryIndex.Empty;

    /// <summary>A project's services, by id.</summary>
    public IEnumerable<ServiceSpec> ServicesOf(string project) => Index.ServicesOf(project).Select(id => Services[id]);

    /// <summary>A project's targets, by id.</summary>
    public IEnumerable<TargetSpec> TargetsOf(string project) => Index.TargetsOf(project).Select(key => Targets[key]);

    /// <summary>The ids of a project's services of this name.</summary>
    public IReadOnlyList<string> Named(string project, string name)
    {
        var others = Index.Named(project, name);
        return Services.TryGetValue(RegistryIndex.IdOf(project, name), out var service) && service.Project == project && service.Name == name
            ? others.Add(service.Id)
            : others;
    }

    /// <summary>A status page's services, by project and id; what is no longer declared is left out.</summary>
    public IEnumerable<ServiceSpec> ServicesOf(StatusPageSpec page) => page.Projects.SelectMany(ServicesOf)
        .Concat(page.Services.Where(Services.ContainsKey).Select(id => Services[id]).Where(service => !page.Projects.Contains(service.Project)));

    /// <summary>The ids of all services that a service depends on, directly or not.</summary>
    public IReadOnlyCollection<string> StandsOn(ServiceSpec service)
    {
        var below = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(service.DependsOn);
        while (waiting.TryPop(out var id))
        {
            if (!Services.TryGetValue(id, out var next) || !below.Add(id))
                continue;
            foreach (var deeper in next.DependsOn)
                waiting.Push(deeper);
        }

        return below;
    }

    /// <summary>What a service's settings come to in its project.</summary>
    public Timing ServiceTiming(CheckSettings given, CheckSpec check, string project)
    {
        var wider = (Projects.GetValueOrDefault(project)?.Defaults ?? CheckSettings.None).Or(Defaults);
        return (check.Options is { IsPassive: true } ? given.OrOfPassive(wider) : given.Or(wider)).Resolve(Column.Service);
    }

    /// <summary>What a target's settings come to in its project.</summary>
    public Timing TargetTiming(CheckSettings given, string project) =>
        given.Or(Projects.GetValueOrDefault(project)?.TargetDefaults ?? CheckSettings.None).Or(TargetDefaults).Resolve(Column.Target);
}

/// <summary>The difference a write made; a null <c>After</c> is a removal, a null <c>Before</c> an addition.</summary>
internal sealed record RegistryChange(
    RegistrySnapshot Now,
    IReadOnlyList<(ProjectSpec? Before, ProjectSpec? After)> Projects,
    IReadOnlyList<(ServiceSpec? Before, ServiceSpec? After)> Services,
    IReadOnlyList<(TargetSpec? Before, TargetSpec? After)> Targets);
