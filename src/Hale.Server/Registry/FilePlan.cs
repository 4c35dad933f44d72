namespace Hale.Server.Registry;

/// <summary>
/// What it takes to make a file's declarations hold. Pure. The file takes over what the API made under the same id, with its times and its pause; what
/// it no longer declares is removed, but a project that still has members of the API's becomes the API's, and a pause or stop is remembered for
/// the case that it comes back.
/// </summary>
internal sealed class FilePlan(RegistrySnapshot before, FileDeclarations file, IReadOnlyDictionary<(Declared Kind, string Id), StoredDeclaration> rows, DateTimeOffset now)
{
    private readonly HashSet<(Declared, string)> _declared = [];
    private RegistrySnapshot _next = before with { Defaults = file.Defaults, TargetDefaults = file.TargetDefaults };

    /// <summary>The edit that does it.</summary>
    public RegistryEdit Make()
    {
        var edit = new RegistryEdit(before);
        foreach (var draft in file.Services)
            _declared.Add((Declared.Service, draft.Id));
        foreach (var draft in file.Targets)
            _declared.Add((Declared.Target, draft.Key));
        foreach (var draft in file.Projects)
            _declared.Add((Declared.Project, draft.Id));
        DropProjects(edit);
        foreach (var draft in file.Projects)
            Declare(edit, draft);
        _next = _next with { Projects = edit.Build().Projects };
        Drop(edit);
        foreach (var draft in file.Services)
            Declare(edit, draft);
        foreach (var draft in file.Targets)
            Declare(edit, draft);
        Assemble.Retime(edit, _next, before.Services.Values.Where(IsApis), before.Targets.Values.Where(IsApis), now);
        DropRows(edit);
        return edit;
    }

    private bool IsApis(ServiceSpec spec) => spec.Declared.ManagedBy == Origin.Api && !_declared.Contains((Declared.Service, spec.Id));

    private bool IsApis(TargetSpec spec) => spec.Declared.ManagedBy == Origin.Api && !_declared.Contains((Declared.Target, spec.Key));

    private void Declare(RegistryEdit edit, ProjectDraft draft)
    {
        var known = before.Projects.GetValueOrDefault(draft.Id);
        var spec = Assemble.Spec(draft, new(Origin.File, "", now, now, draft.At, file.FileName));
        spec = spec with { Declared = Dated(Declared.Project, draft.Id, spec.Declared, known?.Declared, Definitions.Etag(spec)) };
        if (known is null || Differs(known.Declared, spec.Declared))
            edit.Set(spec);
        else
            edit.Place(spec);
    }

    private void Declare(RegistryEdit edit, ServiceDraft draft)
    {
        var known = before.Services.GetValueOrDefault(draft.Id);
        var paused = known?.Paused ?? rows.GetValueOrDefault((Declared.Service, draft.Id))?.Held ?? draft.Paused;
        var spec = Assemble.Spec(
            draft, _next.ServiceTiming(draft.Given, draft.Check, draft.Project), paused, new(Origin.File, "", now, now, draft.At, file.FileName));
        spec = spec with { Declared = Dated(Declared.Service, draft.Id, spec.Declared, known?.Declared, Definitions.Etag(spec)) };
        if (known is null || Differs(known.Declared, spec.Declared))
            edit.Set(spec);
        else
            edit.Place(spec);
    }

    private void Declare(RegistryEdit edit, TargetDraft draft)
    {
        var known = before.Targets.GetValueOrDefault(draft.Key);
        var stopped = known?.Stopped ?? rows.GetValueOrDefault((Declared.Target, draft.Key))?.Held ?? false;
        var spec = Assemble.Spec(
            draft, _next.TargetTiming(draft.Given, draft.Project), stopped, new(Origin.File, "", now, now, draft.At, file.FileName));
        spec = spec with { Declared = Dated(Declared.Target, draft.Key, spec.Declared, known?.Declared, Definitions.Etag(spec)) };
        if (known is null || Differs(known.Declared, spec.Declared))
            edit.Set(spec);
        else
            edit.Place(spec);
    }

    /// <summary>Created when it was first known; updated when it last came to something else.</summary>
    private Declaration Dated(Declared kind, string id, Declaration declared, Declaration? known, string etag)
    {
        var (created, updated, was) = known is not null
            ? (known.CreatedAt, known.UpdatedAt, known.Etag)
            : rows.TryGetValue((kind, id), out var row) ? (row.CreatedAt, row.UpdatedAt, row.Etag) : (now, now, etag);
        return declared with { Etag = etag, CreatedAt = created, UpdatedAt = was == etag ? updated : Assemble.Later(now, updated) };
    }

    private static bool Differs(Declaration before, Declaration after) => before.Etag != after.Etag || before.ManagedBy != after.ManagedBy;

    private void DropProjects(RegistryEdit edit)
    {
        foreach (var project in before.Projects.Values.Where(each => each.Declared.ManagedBy == Origin.File && !_declared.Contains((Declared.Project, each.Id))))
            if (HasApiMembers(project.Id))
                edit.Set(project with { Declared = project.Declared with { ManagedBy = Origin.Api, DeclaredAt = null, File = null } });
            else
                edit.Remove(project);
        // At start: the API's members of a project whose description went with the file.
        var bare = before.Services.Values.Where(IsApis).Select(each => each.Project)
            .Concat(before.Targets.Values.Where(IsApis).Select(each => each.Project))
            .Where(id => !before.Projects.ContainsKey(id) && !_declared.Contains((Declared.Project, id)))
            .Distinct().ToArray();
        foreach (var id in bare)
        {
            edit.Set(Assemble.Bare(id, now));
            _declared.Add((Declared.Project, id));
        }
    }

    private bool HasApiMembers(string project) => before.ServicesOf(project).Any(IsApis) || before.TargetsOf(project).Any(IsApis);

    private void Drop(RegistryEdit edit)
    {
        foreach (var service in before.Services.Values)
            if (service.Declared.ManagedBy == Origin.File && !_declared.Contains((Declared.Service, service.Id)))
            {
                edit.Remove(service);
                if (service.Paused)
                    edit.KeptRows.Add(Definitions.Row(service));
            }

        foreach (var target in before.Targets.Values)
            if (target.Declared.ManagedBy == Origin.File && !_declared.Contains((Declared.Target, target.Key)))
            {
                edit.Remove(target);
                if (target.Stopped)
                    edit.KeptRows.Add(Definitions.Row(target));
            }
    }

    /// <summary>Rows of what was declared once: kept while they hold a pause, else removed.</summary>
    private void DropRows(RegistryEdit edit)
    {
        foreach (var (key, row) in rows)
            if (!_declared.Contains(key) && !row.Held)
                edit.RemovedRows.Add(key);
    }
}
