using System.Collections.Immutable;
using Index = System.Collections.Immutable.ImmutableDictionary<string, System.Collections.Immutable.ImmutableSortedSet<string>>;

namespace Hale.Server.Registry;

/// <summary>Who belongs to and depends on whom, kept beside the snapshot so that no question and no write goes through all services.</summary>
internal sealed record RegistryIndex
{
    public static readonly RegistryIndex Empty = new();

    private static readonly ImmutableSortedSet<string> Nobody = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    private Index Services { get; init; } = Index.Empty;

    private Index Targets { get; init; } = Index.Empty;

    // Only of services whose id does not say it: of thousands nearly all have the id that follows from their name.
    private Index Names { get; init; } = Index.Empty;

    private Index Dependants { get; init; } = Index.Empty;

    /// <summary>The ids of a project's services, in order.</summary>
    public ImmutableSortedSet<string> ServicesOf(string project) => Services.GetValueOrDefault(project, Nobody);

    /// <summary>The keys of a project's targets, in order.</summary>
    public ImmutableSortedSet<string> TargetsOf(string project) => Targets.GetValueOrDefault(project, Nobody);

    /// <summary>The ids of a project's services of this name, in order, but for the one whose id is <see cref="IdOf"/>.</summary>
    public ImmutableSortedSet<string> Named(string project, string name) => Names.GetValueOrDefault($"{project}:{name}", Nobody);

    /// <summary>The id that follows from a name where none is given.</summary>
    public static string IdOf(string project, string name) => $"{project}-{name}";

    /// <summary>The ids of the services that need this one directly, in order.</summary>
    public ImmutableSortedSet<string> DependantsOf(string id) => Dependants.GetValueOrDefault(id, Nobody);

    /// <summary>With services and targets moved from what they were to what they are.</summary>
    public RegistryIndex With(
        IEnumerable<(ServiceSpec? Before, ServiceSpec? After)> services, IEnumerable<(TargetSpec? Before, TargetSpec? After)> targets)
    {
        var (ofProject, names, dependants, targetsOf) = (Services.ToBuilder(), Names.ToBuilder(), Dependants.ToBuilder(), Targets.ToBuilder());
        foreach (var (before, after) in services)
        {
            Move(ofProject, before?.Project, after?.Project, (before ?? after)!.Id);
            Move(names, OwnName(before), OwnName(after), (before ?? after)!.Id);
            foreach (var gone in before?.DependsOn.Except(after?.DependsOn ?? []) ?? [])
                Move(dependants, gone, null, before!.Id);
            foreach (var added in after?.DependsOn.Except(before?.DependsOn ?? []) ?? [])
                Move(dependants, null, added, after!.Id);
        }

        foreach (var (before, after) in targets)
            Move(targetsOf, before?.Project, after?.Project, (before ?? after)!.Key);
        return new()
        {
            Services = ofProject.ToImmutable(),
            Names = names.ToImmutable(),
            Dependants = dependants.ToImmutable(),
            Targets = targetsOf.ToImmutable(),
        };
    }

    private static string? OwnName(ServiceSpec? service) =>
        service is null || service.Id == IdOf(service.Project, service.Name) ? null : $"{service.Project}:{service.Name}";

    private static void Move(Index.Builder index, string? from, string? to, string member)
    {
        if (from == to)
            return;
        if (from is not null && index.TryGetValue(from, out var left))
        {
            left = left.Remove(member);
            if (left.IsEmpty)
                index.Remove(from);
            else
                index[from] = left;
        }

        if (to is not null)
            index[to] = index.GetValueOrDefault(to, Nobody).Add(member);
    }
}
