using System.Collections.Immutable;

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

    /// <summary>A project's services, by id.</summary>
    public IEnumerable<ServiceSpec> ServicesOf(string project) => Services.Values.Where(service => service.Project == project);

    /// <summary>A project's targets, by id.</summary>
    public IEnumerable<TargetSpec> TargetsOf(string project) => Targets.Values.Where(target => target.Project == project);
}

/// <summary>The difference a write made; a null <c>After</c> is a removal, a null <c>Before</c> an addition.</summary>
internal sealed record RegistryChange(
    RegistrySnapshot Now,
    IReadOnlyList<(ProjectSpec? Before, ProjectSpec? After)> Projects,
    IReadOnlyList<(ServiceSpec? Before, ServiceSpec? After)> Services,
    IReadOnlyList<(TargetSpec? Before, TargetSpec? After)> Targets);
