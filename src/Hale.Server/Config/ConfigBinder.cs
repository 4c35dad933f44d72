using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Server.Config;

/// <summary>From nodes to declarations, by the registry's own rules; what the file declares may depend only on what the file declares.</summary>
internal sealed class ConfigBinder(CheckCatalog checks, string fileName, Problems problems)
{
    private const int MostCycles = 20;

    private readonly ServiceReader _serviceReader = new(checks);
    private readonly TargetReader _targetReader = new(checks);
    private readonly List<ProjectDraft> _projects = [];
    private readonly List<ServiceDraft> _services = [];
    private readonly List<TargetDraft> _targets = [];

    // Every declared service by id, those with findings too, so that one mistake is told once.
    private readonly Dictionary<string, (string Path, Mark? At)> _ids = [];
    private readonly Dictionary<(string Project, string Name), string> _names = [];

    /// <summary>Reads the whole; what comes of it counts only when there are no problems.</summary>
    public (FileDeclarations Declarations, FileSettings Hub) Bind(Node? root)
    {
        var top = new Fields(root, "", problems);
        var hub = HubSection.Read(top.Map("hub"));
        var (defaults, targetDefaults) = top.Defaults();
        var projects = top.Map("projects");
        foreach (var entry in projects.Entries)
            if (IsId(entry, projects))
                Project(entry, projects.PathOf(entry.Key));
        var pages = Pages(top.Map("status_pages"));
        top.Done();
        Resolve();
        return (new(fileName, defaults, targetDefaults, _projects, _services, _targets) { StatusPages = pages }, hub);
    }

    private List<StatusPageSpec> Pages(Fields fields)
    {
        var section = new StatusPagesSection(_projects.Select(project => project.Id).ToHashSet(), _ids.Keys, problems);
        return [.. fields.Entries.Where(entry => IsId(entry, fields)).Select(entry => section.Read(entry, fields.PathOf(entry.Key)))];
    }

    private void Project(MapEntry entry, string path)
    {
        var fields = new Fields(entry.Value, path, problems);
        var draft = ProjectReader.ReadFields(fields, entry.Key, problems) with { At = entry.KeyAt };
        _projects.Add(draft);
        var targets = fields.Map("targets");
        foreach (var target in targets.Entries)
            if (IsId(target, targets)
                && _targetReader.Read(target.Value, new(targets.PathOf(target.Key), entry.Key, target.Key, target.KeyAt ?? default), null, problems) is { } read)
                _targets.Add(read);
        var services = fields.Map("services");
        foreach (var service in services.Entries)
            Service(service, entry.Key, services.PathOf(service.Key));
        if (draft.PrimaryTarget is { } primary && targets.Entries.All(each => each.Key != primary))
        {
            var allowed = targets.Entries.Count == 0 ? "a target of this project" : string.Join(", ", targets.Entries.Select(each => each.Key));
            fields.Wrong("primary_target", fields.Raw("primary_target")!, allowed);
        }

        fields.Done();
    }

    private void Service(MapEntry entry, string project, string path)
    {
        var draft = _serviceReader.ReadAll(entry.Value, new(path, Project: project, Name: entry.Key, KeyAt: entry.KeyAt), null, problems);
        var given = (entry.Value as MapNode)?.Find("id");
        var id = draft?.Id ?? (given is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : $"{project}-{entry.Key}");
        _names.TryAdd((project, entry.Key), id);
        if (!_ids.TryAdd(id, (path, entry.KeyAt)))
            problems.AddConflict(path, $"has the id {id}, which {_ids[id].Path} in line {_ids[id].At?.Line} has already; give one of them another id", given?.At ?? entry.KeyAt);
        else if (draft is not null)
            _services.Add(draft);
    }

    private bool IsId(MapEntry entry, Fields parent)
    {
        if (Names.IsId(entry.Key))
            return true;
        problems.Add(parent.PathOf(entry.Key), $"found {new ScalarNode(ScalarKind.Text, entry.Key).Found}; allowed: {Describing.IdRule}", entry.KeyAt);
        return false;
    }

    private void Resolve()
    {
        var neighbours = new Neighbours(
            _ids.ContainsKey,
            (project, name) => _names.TryGetValue((project, name), out var id) ? [id] : [],
            project => _names.Where(each => each.Key.Project == project).Select(each => each.Key.Name).Concat(_ids.Keys).Take(10_000));
        for (var i = 0; i < _services.Count; i++)
            _services[i] = _services[i] with { DependsOn = Dependencies.Resolve(_services[i], neighbours, [], problems) };
        FindCycles();
    }

    private void FindCycles()
    {
        var graph = new Dictionary<string, IReadOnlyList<string>>(_services.Count);
        foreach (var service in _services)
            graph.TryAdd(service.Id, service.DependsOn);
        for (var i = 0; i < MostCycles && Cascade.FindCycle(graph) is { } cycle; i++)
        {
            var first = _services.First(service => service.Id == cycle[0]);
            var need = first.Needs.FirstOrDefault(each => each.Text == cycle[1] || _names.GetValueOrDefault((first.Project, each.Text)) == cycle[1]);
            problems.AddConflict(
                need?.Path ?? $"{_ids[first.Id].Path}.depends_on",
                $"found a cycle: {string.Join(" -> ", cycle)}; allowed: services that do not need this one",
                need?.Value.At ?? first.At);
            graph[cycle[0]] = [.. graph[cycle[0]].Where(id => id != cycle[1])];
        }
    }
}
