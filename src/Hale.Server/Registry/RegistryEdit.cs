namespace Hale.Server.Registry;

/// <summary>A write in the making: what will be different, collected before anything is.</summary>
internal sealed class RegistryEdit(RegistrySnapshot before)
{
    private readonly List<ServiceSpec> _movedServices = [];
    private readonly List<TargetSpec> _movedTargets = [];
    private readonly List<ProjectSpec> _movedProjects = [];

    public RegistrySnapshot Before { get; } = before;

    public List<(ProjectSpec? Before, ProjectSpec? After)> Projects { get; } = [];

    public List<(ServiceSpec? Before, ServiceSpec? After)> Services { get; } = [];

    public List<(TargetSpec? Before, TargetSpec? After)> Targets { get; } = [];

    /// <summary>Rows to write beside those that follow from the changes.</summary>
    public List<StoredDeclaration> KeptRows { get; } = [];

    /// <summary>Rows to remove beside those that follow from the changes.</summary>
    public List<(Declared Kind, string Id)> RemovedRows { get; } = [];

    /// <summary>Whether anything is different for those who follow the changes.</summary>
    public bool Any => Projects.Count + Services.Count + Targets.Count > 0;

    public void Set(ProjectSpec spec) => Projects.Add((Before.Projects.GetValueOrDefault(spec.Id), spec));

    public void Set(ServiceSpec spec) => Services.Add((Before.Services.GetValueOrDefault(spec.Id), spec));

    public void Set(TargetSpec spec) => Targets.Add((Before.Targets.GetValueOrDefault(spec.Key), spec));

    /// <summary>Only its place in the file is another: nobody is told and nothing is written.</summary>
    public void Place(ProjectSpec spec) => _movedProjects.Add(spec);

    /// <inheritdoc cref="Place(ProjectSpec)"/>
    public void Place(ServiceSpec spec) => _movedServices.Add(spec);

    /// <inheritdoc cref="Place(ProjectSpec)"/>
    public void Place(TargetSpec spec) => _movedTargets.Add(spec);

    public void Remove(ProjectSpec spec) => Projects.Add((spec, null));

    public void Remove(ServiceSpec spec) => Services.Add((spec, null));

    public void Remove(TargetSpec spec) => Targets.Add((spec, null));

    /// <summary>The snapshot after the write.</summary>
    public RegistrySnapshot Build()
    {
        var projects = Before.Projects.ToBuilder();
        foreach (var (gone, spec) in Projects)
            Apply(projects, gone?.Id, spec?.Id, spec);
        foreach (var spec in _movedProjects)
            projects[spec.Id] = spec;
        var services = Before.Services.ToBuilder();
        foreach (var (gone, spec) in Services)
            Apply(services, gone?.Id, spec?.Id, spec);
        foreach (var spec in _movedServices)
            services[spec.Id] = spec;
        var targets = Before.Targets.ToBuilder();
        foreach (var (gone, spec) in Targets)
            Apply(targets, gone?.Key, spec?.Key, spec);
        foreach (var spec in _movedTargets)
            targets[spec.Key] = spec;
        return Before with
        {
            Projects = projects.ToImmutable(),
            Services = services.ToImmutable(),
            Targets = targets.ToImmutable(),
            Index = Before.Index.With(Services, Targets),
        };
    }

    /// <summary>What the store is to keep.</summary>
    public RegistryWrite Write()
    {
        var put = new List<StoredDeclaration>(KeptRows);
        put.AddRange(Projects.Where(each => each.After is not null).Select(each => Definitions.Row(each.After!)));
        put.AddRange(Services.Where(each => each.After is not null).Select(each => Definitions.Row(each.After!)));
        put.AddRange(Targets.Where(each => each.After is not null).Select(each => Definitions.Row(each.After!)));
        var kept = KeptRows.Select(row => (row.Kind, row.Id)).ToHashSet();
        var removed = new List<(Declared, string)>(RemovedRows);
        removed.AddRange(Projects.Where(each => each.After is null).Select(each => (Declared.Project, each.Before!.Id)));
        removed.AddRange(Services.Where(each => each.After is null).Select(each => (Declared.Service, each.Before!.Id)));
        removed.AddRange(Targets.Where(each => each.After is null).Select(each => (Declared.Target, each.Before!.Key)));
        removed.RemoveAll(kept.Contains);
        return new(put, removed);
    }

    private static void Apply<T>(IDictionary<string, T> map, string? before, string? after, T? spec)
        where T : class
    {
        if (spec is null)
            map.Remove(before!);
        else
            map[after!] = spec;
    }
}
